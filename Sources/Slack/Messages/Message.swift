/// A message: the text for notifications and screen readers, and the blocks that people see.
package struct Message: Sendable, Equatable {
    /// Shown in notifications and read aloud; at most 4,000 characters.
    package let text: Mrkdwn
    package let blocks: [Block]

    package init(text: Mrkdwn, blocks: [Block]) {
        self.text = text
        self.blocks = blocks
    }

    /// The characters of all blocks together.
    package var length: Int { blocks.reduce(0) { $0 + $1.length } }

    /// Checks the message against Slack's limits.
    ///
    /// - Throws: `SlackError.tooLarge`, naming the first limit that is broken.
    package func check() throws(SlackError) {
        if text.isEmpty { throw .tooLarge("the text for notifications is empty") }
        if text.length > BlockLimits.text {
            throw .tooLarge("the text has \(text.length) characters, at most \(BlockLimits.text) are allowed")
        }
        if blocks.count > BlockLimits.blocks {
            throw .tooLarge("\(blocks.count) blocks, at most \(BlockLimits.blocks) are allowed")
        }
        for (index, block) in blocks.enumerated() {
            if let violation = block.violation { throw .tooLarge("in block \(index + 1) \(violation)") }
        }
        if length > BlockLimits.total {
            throw .tooLarge("\(length) characters in all blocks, at most \(BlockLimits.total) are allowed")
        }
    }
}

/// Data attached to a message. Every app and person in the workspace can read it, so it never contains a secret.
///
/// See <https://docs.slack.dev/messaging/message-metadata>.
package struct MessageMetadata: Sendable, Equatable {
    package let eventType: String
    package let payload: [String: String]

    package init(eventType: String, payload: [String: String]) {
        self.eventType = eventType
        self.payload = payload
    }
}

extension MessageMetadata: Codable {
    private enum Key: String, CodingKey {
        case eventType = "event_type"
        case payload = "event_payload"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(eventType, forKey: .eventType)
        try container.encode(payload, forKey: .payload)
    }

    /// Other apps' payloads may contain anything; only strings are kept.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        eventType = try container.decode(String.self, forKey: .eventType)
        payload =
            try container.decodeIfPresent([String: LenientString].self, forKey: .payload)?
            .compactMapValues(\.value) ?? [:]
    }

    private struct LenientString: Decodable {
        let value: String?

        init(from decoder: any Decoder) throws {
            value = try? decoder.singleValueContainer().decode(String.self)
        }
    }
}

/// The place of a message.
package struct PostedMessage: Sendable, Equatable, Decodable {
    /// The conversation's id: for a message to a person, that of the direct message.
    package let channel: String
    /// The message's id within the conversation.
    package let ts: String

    package init(channel: String, ts: String) {
        self.channel = channel
        self.ts = ts
    }
}
