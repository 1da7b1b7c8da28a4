/// A page as Organizations sends it.
protocol OrganizationsPageAnswer: Decodable {
    associatedtype Item: Decodable & Sendable
    var items: ReadItems<Item> { get }
    var nextToken: String? { get }
}
