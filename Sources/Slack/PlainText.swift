/// Text Slack shows as it stands, without parsing: headers and buttons.
///
/// Slack turns `:name:` into emoji unless told not to; it is told not to.
package struct PlainText: Sendable, Equatable, Hashable {
    package let text: String

    /// Cleans `text` (no controls, line breaks or bidirectional overrides) and cuts it to `limit` characters.
    package init(_ text: String, limit: Int = BlockLimits.header) {
        self.text = ForeignText.plain(text, limit: limit)
    }

    package var length: Int { text.utf16.count }
}

extension PlainText: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        self.init(value)
    }
}

extension PlainText: Encodable {
    private enum Key: CodingKey { case type, text, emoji }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("plain_text", forKey: .type)
        try container.encode(text, forKey: .text)
        try container.encode(false, forKey: .emoji)
    }
}
