package import FoundationEssentials

/// A message about one key at one stage, as it was claimed in the ledger before it was sent.
package struct Notice: Hashable, Codable, Sendable {
    package let message: MessageID
    package let round: Int
    package let stage: Int
    /// Whether the key could be deactivated at all when this was sent.
    package let binding: Bool
    package let deadline: Date
    package let recipient: Recipient
    /// Whether its round is a late one: the ladder counted back from the deadline, not on from the key's creation.
    package let late: Bool
    /// Whether it is the one notice of a key that is overdue: nothing that an owner can change moves its deadline.
    package let last: Bool
    package let keyCreatedAt: Date
    /// The instant of the decision that led to it, on the policy clock.
    package let decidedAt: Date

    package init(
        message: MessageID, round: Int, stage: Int, binding: Bool, deadline: Date, recipient: Recipient, late: Bool,
        last: Bool = false, keyCreatedAt: Date, decidedAt: Date
    ) {
        self.message = message
        self.round = round
        self.stage = stage
        self.binding = binding
        self.deadline = deadline
        self.recipient = recipient
        self.late = late
        self.last = last
        self.keyCreatedAt = keyCreatedAt
        self.decidedAt = decidedAt
    }
}
