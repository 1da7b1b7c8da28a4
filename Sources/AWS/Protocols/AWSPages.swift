/// A list read page by page, to its proper end or to an error, never round in circles.
package struct AWSPages<Item: Sendable>: AsyncSequence, Sendable {
    package typealias Element = AWSPage<Item>

    private let fetch: @Sendable (_ marker: String?) async throws -> AWSPage<Item>
    private let naming: @Sendable (AWSError) -> AWSError

    /// - Parameters:
    ///   - naming: says in an error which list it was.
    ///   - fetch: gets the page after the marker, the first one for nil.
    package init(
        naming: @escaping @Sendable (AWSError) -> AWSError = { $0 },
        _ fetch: @escaping @Sendable (_ marker: String?) async throws -> AWSPage<Item>
    ) {
        self.fetch = fetch
        self.naming = naming
    }

    package func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch, naming: naming) }

    /// Everything, gathered. Items that can't be read are left out: for lists of which none has any.
    package func all() async throws -> [Item] { try await whole().items }

    /// Everything, gathered, with what could not be read.
    package func whole() async throws -> AWSPage<Item> {
        var items: [Item] = []
        var unread: [UnreadItem] = []
        for try await page in self {
            items += page.items
            unread += page.unread
        }
        return AWSPage(items: items, nextMarker: nil, unread: unread)
    }

    package struct Iterator: AsyncIteratorProtocol {
        private let fetch: @Sendable (String?) async throws -> AWSPage<Item>
        private let naming: @Sendable (AWSError) -> AWSError
        private var next: String?
        private var seen: Set<String> = []
        private var isOver = false

        fileprivate init(
            fetch: @escaping @Sendable (String?) async throws -> AWSPage<Item>,
            naming: @escaping @Sendable (AWSError) -> AWSError
        ) {
            self.fetch = fetch
            self.naming = naming
        }

        package mutating func next() async throws -> AWSPage<Item>? {
            guard !isOver else { return nil }
            isOver = true
            let page = try await fetch(next)
            guard let marker = page.nextMarker else { return page }
            guard seen.insert(marker).inserted else {
                throw naming(.incomplete("a page repeated an earlier marker"))
            }
            guard seen.count < 100_000 else { throw naming(.incomplete("the list has more than 100,000 pages")) }
            next = marker
            isOver = false
            return page
        }
    }
}

/// One page of a list; it may be empty and still have a successor.
package struct AWSPage<Item: Sendable>: Sendable {
    package let items: [Item]
    /// What to ask for the next page with; nil on the last one.
    package let nextMarker: String?
    /// What else stands on it and can't be read.
    package let unread: [UnreadItem]

    package init(items: [Item], nextMarker: String?, unread: [UnreadItem] = []) {
        self.items = items
        self.unread = unread
        self.nextMarker = nextMarker
    }

    package var isLast: Bool { nextMarker == nil }
}

/// An item of a list that is not as AWS documents it; what it is about decides whether anything depends on it.
package struct UnreadItem: Sendable, Equatable {
    /// Its `Id`, where at least that could be read: as it came.
    package let id: String?

    package init(id: String?) { self.id = id }

    private enum Key: String, CodingKey { case id = "Id" }

    init(from decoder: any Decoder) {
        id = try? decoder.container(keyedBy: Key.self).decode(String.self, forKey: .id)
    }
}

extension XMLElement {
    /// The marker of the next page, from `IsTruncated` and `Marker`.
    ///
    /// - Parameter sent: the marker this page was asked for with.
    /// - Throws: when more is promised but no new marker given.
    func nextMarker(after sent: String?) throws -> String? {
        guard try flag("IsTruncated") ?? false else { return nil }
        guard let marker = optional("Marker") else {
            throw AWSError.incomplete("a page says that more follows but gives no marker")
        }
        guard marker != sent else { throw AWSError.incomplete("a page repeated its own marker") }
        return marker
    }
}
