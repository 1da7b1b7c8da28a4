package import KeyPolicy

/// The life of a message that must be told whatever happens in between: the outbox, as events.
package enum OutboxEvent: Hashable, Codable, Sendable {
    case promised(word: OutboxMessage)
    case told(message: MessageID, delivery: Delivery)
    /// What it would have told did not happen, or it can never be delivered as it stands.
    case withdrawn(message: MessageID, reason: String)

    package var kind: String {
        switch self {
        case .promised: "wordPromised"
        case .told: "wordTold"
        case .withdrawn: "wordWithdrawn"
        }
    }
}
