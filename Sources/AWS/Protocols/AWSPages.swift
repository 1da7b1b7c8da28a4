/// A list that is read page by page, to its end or to an error, and never in an endless loop.
package struct AWSPages<Item: Sendable>: AsyncSequence, Sendable {
    package typealias Element = AWSPage<Item>

    private let fetch: @Sendable (_ marker: String?) async throws -> AWSPage<Item>
    private let naming: @Sendable (AWSError) -> AWSError

    /// - Parameters:
    ///   - naming: adds the operation to an error.
    ///   - fetch: reads the page after the marker; the first one for nil.
    package init(
        naming: @escaping @Sendable (AWSError) -> AWSError = { $0 },
        _ fetch: @escaping @Sendable (_ marker: String?) async throws -> AWSPage<Item>
    ) {
        self.fetch = fetch
        self.naming = naming
    }

    package func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch, naming: naming) }

    /// All items of all pages, without unreadable ones: for lists that can have none.
    package func all() async throws -> [Item] { try await whole().items }

    /// All items of all pages, with the unreadable ones.
    package func whole() async throws -> AWSPage<Item> {
        var items: [Item] = []
        var unreadable: [UnreadableItem] = []
        for try await page in self {
            items += page.items
            unreadable += page.unreadable
        }
        return AWSPage(items: items, nextMarker: nil, unreadable: unreadable)
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

/// One page of a list. An empty page may be followed by another.
package struct AWSPage<Item: Sendable>: Sendable {
    package let items: [Item]
    /// The marker that requests the next page; nil on the last one.
    package let nextMarker: String?
    /// Items of the page that could not be read.
    package let unreadable: [UnreadableItem]

    package init(items: [Item], nextMarker: String?, unreadable: [UnreadableItem] = []) {
        self.items = items
        self.unreadable = unreadable
        self.nextMarker = nextMarker
    }

    package var isLast: Bool { nextMarker == nil }
}

/// An item of a list that is not as AWS documents it.
package struct UnreadableItem: Sendable, Equatable {
    /// Its `Id` as AWS sent it, if that could be read.
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
    /// - Parameter sent: the marker that requested this page.
    /// - Throws: if the page is truncated but has no new marker.
    func nextMarker(after sent: String?) throws -> String? {
        guard try flag("IsTruncated") ?? false else { return nil }
        guard let marker = optional("Marker") else {
            throw AWSError.incomplete("a page is truncated but gives no marker")
        }
        guard marker != sent else { throw AWSError.incomplete("a page repeated its own marker") }
        return marker
    }
}
