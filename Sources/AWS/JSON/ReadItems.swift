/// A list of which every item is read by itself, so that one that can't be read spoils none of the others.
struct ReadItems<Item: Decodable & Sendable>: Decodable {
    let items: [Item]
    let unread: [UnreadItem]

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        var items: [Item] = []
        var unread: [UnreadItem] = []
        while !list.isAtEnd {
            switch try list.decode(Attempt.self) {
            case .read(let item): items.append(item)
            case .unread(let item): unread.append(item)
            }
        }
        self.items = items
        self.unread = unread
    }

    /// Always decodes, so that the list goes on behind it.
    private enum Attempt: Decodable {
        case read(Item)
        case unread(UnreadItem)

        init(from decoder: any Decoder) {
            do { self = .read(try Item(from: decoder)) } catch { self = .unread(UnreadItem(from: decoder)) }
        }
    }
}
