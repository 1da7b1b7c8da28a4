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
