/// A button in an actions block.
///
/// `value` is seen by the reader's client: an opaque id, never a decision.
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
