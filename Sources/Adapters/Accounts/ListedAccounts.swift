package import KeyPolicy
package import KeyWatch

/// The accounts that the configuration names, one by one.
package struct ListedAccounts: AccountDirectory {
    private let list: [Account]

    package init(_ list: [Account]) { self.list = list }

    package func accounts() async throws -> AccountListing {
        AccountListing(watched: list.sorted { $0.id < $1.id }, otherwise: .leftOut)
    }
}
