/// A folder of accounts.
package struct OrganizationalUnit: Sendable, Equatable, Decodable {
    package let id: String
    package let arn: String
    package let name: String

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case arn = "Arn"
        case name = "Name"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            arn: (try? container.decode(String.self, forKey: .arn)) ?? "",
            name: (try? container.decode(String.self, forKey: .name)) ?? "")
    }

    package init(id: String, arn: String, name: String) {
        self.id = id
        self.arn = arn
        self.name = name
    }
}
