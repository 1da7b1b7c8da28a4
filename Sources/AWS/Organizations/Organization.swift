/// The organization the caller's account belongs to.
package struct Organization: Sendable, Equatable, Decodable {
    package let id: String
    package let arn: String
    package let managementAccountID: String

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case arn = "Arn"
        // AWS keeps the old word on the wire.
        case managementAccountID = "MasterAccountId"
    }

    package init(id: String, arn: String, managementAccountID: String) {
        self.id = id
        self.arn = arn
        self.managementAccountID = managementAccountID
    }
}
