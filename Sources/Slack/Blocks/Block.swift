/// One block of a message.
///
/// See <https://docs.slack.dev/reference/block-kit/blocks>.
package enum Block: Sendable, Equatable {
    case header(PlainText)
    /// Text, up to ten short fields in two columns, or both.
    case section(Mrkdwn?, fields: [Mrkdwn] = [])
    case divider
    /// Small grey text.
    case context([Mrkdwn])
    case actions([Button])

    /// The characters that count against the total over all blocks.
    package var length: Int {
        switch self {
        case .header(let text): text.length
        case .section(let text, let fields): (text?.length ?? 0) + fields.reduce(0) { $0 + $1.length }
        case .divider: 0
        case .context(let elements): elements.reduce(0) { $0 + $1.length }
        case .actions(let buttons): buttons.reduce(0) { $0 + $1.text.length + $1.value.utf16.count }
        }
    }

    /// What is over Slack's limits in this block; `nil` if nothing is.
    package var violation: String? {
        switch self {
        case .header(let text):
            return Self.check("a header", text.length, BlockLimits.header)
        case .section(let text, let fields):
            if text == nil && fields.isEmpty { return "a section has neither text nor fields" }
            if fields.count > BlockLimits.fields {
                return "a section has \(fields.count) fields, at most 10 are allowed"
            }
            return text.flatMap { Self.check("a section", $0.length, BlockLimits.sectionText) }
                ?? fields.lazy.compactMap { Self.check("a field", $0.length, BlockLimits.field) }.first
        case .divider:
            return nil
        case .context(let elements):
            if elements.isEmpty || elements.count > BlockLimits.contextElements {
                return "a context has \(elements.count) elements, 1 to 10 are allowed"
            }
            return elements.lazy.compactMap { Self.check("a context", $0.length, BlockLimits.contextText) }.first
        case .actions(let buttons):
            if buttons.isEmpty || buttons.count > BlockLimits.buttons {
                return "actions have \(buttons.count) buttons, 1 to 25 are allowed"
            }
            return buttons.lazy.compactMap {
                Self.check("a button", $0.text.length, BlockLimits.buttonText)
                    ?? Self.check("a button's action id", $0.actionID.utf16.count, BlockLimits.identifier)
                    ?? ($0.value.isEmpty
                        ? nil : Self.check("a button's value", $0.value.utf16.count, BlockLimits.buttonValue))
            }.first
        }
    }

    private static func check(_ what: String, _ length: Int, _ limit: Int) -> String? {
        if length == 0 { return "\(what) is empty" }
        return length > limit ? "\(what) has \(length) characters, at most \(limit) are allowed" : nil
    }
}

extension Block: Encodable {
    private enum Key: CodingKey { case type, text, fields, elements }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .header(let text):
            try container.encode("header", forKey: .type)
            try container.encode(text, forKey: .text)
        case .section(let text, let fields):
            try container.encode("section", forKey: .type)
            try container.encodeIfPresent(text, forKey: .text)
            if !fields.isEmpty { try container.encode(fields, forKey: .fields) }
        case .divider:
            try container.encode("divider", forKey: .type)
        case .context(let elements):
            try container.encode("context", forKey: .type)
            try container.encode(elements, forKey: .elements)
        case .actions(let buttons):
            try container.encode("actions", forKey: .type)
            try container.encode(buttons, forKey: .elements)
        }
    }
}

/// Slack's limits on blocks, in characters or items.
///
/// See <https://docs.slack.dev/reference/block-kit/blocks>. The total over all blocks is not documented; Slack answers
/// `msg_blocks_too_long` beyond about 13,200 (<https://github.com/slackapi/bolt-js/issues/2509>).
package enum BlockLimits {
    package static let blocks = 50
    package static let sectionText = 3_000
    package static let field = 2_000
    package static let fields = 10
    package static let header = 150
    package static let contextElements = 10
    package static let contextText = 2_000
    package static let buttons = 25
    package static let buttonText = 75
    package static let buttonValue = 2_000
    package static let identifier = 255
    package static let total = 13_200
    /// The fallback text. Slack recommends this limit and truncates only much longer text.
    package static let text = 4_000
}

/// A button in an actions block.
///
/// The reader's client can see `value`, so it is an opaque id and never a decision.
package struct Button: Sendable, Equatable {
    package enum Style: String, Sendable, Encodable {
        case primary
        case danger
    }

    package let text: PlainText
    package let actionID: String
    package let value: String
    package let style: Style?

    package init(_ text: PlainText, actionID: String, value: String, style: Style? = nil) {
        self.text = text
        self.actionID = actionID
        self.value = value
        self.style = style
    }
}

extension Button: Encodable {
    private enum Key: String, CodingKey {
        case type, text, value, style
        case actionID = "action_id"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("button", forKey: .type)
        try container.encode(text, forKey: .text)
        try container.encode(actionID, forKey: .actionID)
        try container.encode(value, forKey: .value)
        try container.encodeIfPresent(style, forKey: .style)
    }
}

/// Text that Slack shows without parsing it, in headers and buttons.
///
/// By default Slack turns `:name:` into emoji; `"emoji": false` prevents that.
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
