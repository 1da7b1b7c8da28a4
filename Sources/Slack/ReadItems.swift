/// A list of which every item is read by itself, so that one that can't be read spoils none of the others.
struct ReadItems<Item: Decodable & Sendable>: Decodable {
    let items: [Item]
    /// How many could not be read.
    let unread: Int

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        var items: [Item] = []
        var unread = 0
        while !list.isAtEnd {
            if let item = try list.decode(Attempt.self).item { items.append(item) } else { unread += 1 }
        }
        self.items = items
        self.unread = unread
    }

    /// Always decodes, so that the list goes on behind it.
    private struct Attempt: Decodable {
        let item: Item?

        init(from decoder: any Decoder) { item = try? Item(from: decoder) }
    }
}
