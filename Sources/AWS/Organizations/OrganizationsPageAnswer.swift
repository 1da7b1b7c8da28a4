/// A page as Organizations sends it.
protocol OrganizationsPageAnswer: Decodable {
    associatedtype Item: Sendable
    var items: [Item] { get }
    var nextToken: String? { get }
}
