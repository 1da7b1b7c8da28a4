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
