/// One AWS account, as Organizations or the configuration names it.
package struct Account: Hashable, Codable, Sendable {
    package let id: AccountID
    package let name: String

    package init(id: AccountID, name: String) {
        self.id = id
        self.name = name
    }
}
