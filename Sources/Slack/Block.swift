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

extension Mrkdwn: Encodable {
    private enum Key: CodingKey { case type, text, verbatim }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("mrkdwn", forKey: .type)
        try container.encode(source, forKey: .text)
        // Without it Slack makes links of bare addresses, #names and @here in what somebody else wrote.
        try container.encode(true, forKey: .verbatim)
    }
}
