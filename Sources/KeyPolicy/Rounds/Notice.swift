package import FoundationEssentials

/// What a notice says and counts for: the same value from the decision to the ledger.
package struct NoticeContent: Hashable, Codable, Sendable {
    package let round: Int
    package internal(set) var stage: Int
    /// Whether the key could be deactivated at all when it was sent.
    package let isBinding: Bool
    package internal(set) var deadline: Date
    /// Whether its round is a late one: the ladder counted back from the deadline, not forward from the key's creation.
    package internal(set) var isLate: Bool
    /// Whether it is the one notice of a key that is overdue: nothing that an owner can change moves its deadline.
    package let isLast: Bool

    package init(round: Int, stage: Int, isBinding: Bool, deadline: Date, isLate: Bool = false, isLast: Bool = false) {
        self.round = round
        self.stage = stage
        self.isBinding = isBinding
        self.deadline = deadline
        self.isLate = isLate
        self.isLast = isLast
    }

    /// In the ledger these fields are beside the other fields of the notice, not in an object of their own.
    private enum CodingKeys: String, CodingKey {
        case round, stage, deadline
        case isBinding = "binding"
        case isLate = "late"
        case isLast = "last"
    }
}

/// A message about one key at one stage, as it was queued before it was sent: unique per key, round and stage.
package struct Notice: Hashable, Codable, Sendable {
    package let content: NoticeContent
    package let message: MessageID
    package let recipient: Recipient
    package let keyCreatedAt: Date
    /// The instant of the decision that led to it, on the policy clock.
    package let decidedAt: Date

    package init(
        _ content: NoticeContent, message: MessageID, recipient: Recipient, keyCreatedAt: Date, decidedAt: Date
    ) {
        self.content = content
        self.message = message
        self.recipient = recipient
        self.keyCreatedAt = keyCreatedAt
        self.decidedAt = decidedAt
    }

    package var round: Int { content.round }
    package var stage: Int { content.stage }
    package var isBinding: Bool { content.isBinding }
    package var deadline: Date { content.deadline }
    package var isLate: Bool { content.isLate }
    package var isLast: Bool { content.isLast }

    private enum CodingKeys: String, CodingKey { case message, recipient, keyCreatedAt, decidedAt }

    package init(from decoder: any Decoder) throws {
        content = try NoticeContent(from: decoder)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        message = try fields.decode(MessageID.self, forKey: .message)
        recipient = try fields.decode(Recipient.self, forKey: .recipient)
        keyCreatedAt = try fields.decode(Date.self, forKey: .keyCreatedAt)
        decidedAt = try fields.decode(Date.self, forKey: .decidedAt)
    }

    package func encode(to encoder: any Encoder) throws {
        try content.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(message, forKey: .message)
        try fields.encode(recipient, forKey: .recipient)
        try fields.encode(keyCreatedAt, forKey: .keyCreatedAt)
        try fields.encode(decidedAt, forKey: .decidedAt)
    }
}
