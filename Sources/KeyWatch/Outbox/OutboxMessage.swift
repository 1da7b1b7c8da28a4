package import FoundationEssentials
package import KeyPolicy

/// A message in the outbox: recorded together with the intent that it reports, and sent once that has happened.
package struct OutboxMessage: Hashable, Codable, Sendable {
    package let id: MessageID
    package let recipient: Recipient
    /// The key whose deactivation it reports; nil for other messages.
    package let about: KeyAddress?
    /// The message exactly as it will be sent; opaque to all but the messenger.
    package let payload: String
    /// The instant of the latest attempt: a look-up reads around it.
    package let queuedAt: Date
    /// The instant of the first attempt.
    package let since: Date
    /// The parent of its thread.
    package let thread: Delivery?
    /// What becomes true about keys when it is delivered.
    package let makesTrue: [DeliveryFact]
    /// Whether it stays in the outbox until it is sent; otherwise a definite failure withdraws it and the next run
    /// decides again.
    package let isKept: Bool
    /// After that its content is no longer true, so it is not sent any more; nil for content that stays true.
    package let trueUntil: Date?
    /// Hidden markers for other ledgers: the first in the message itself, the others in its thread.
    package let markers: [SummaryMarker]

    package init(
        id: MessageID, recipient: Recipient, about: KeyAddress?, payload: String, queuedAt: Date,
        since: Date? = nil, thread: Delivery? = nil, makesTrue: [DeliveryFact] = [], isKept: Bool = true,
        trueUntil: Date? = nil, markers: [SummaryMarker] = []
    ) {
        self.id = id
        self.recipient = recipient
        self.about = about
        self.payload = payload
        self.queuedAt = queuedAt
        self.since = since ?? queuedAt
        self.thread = thread
        self.makesTrue = makesTrue
        self.isKept = isKept
        self.trueUntil = trueUntil
        self.markers = markers
    }

    /// The same message for another attempt.
    package func again(at instant: Date, payload: String) -> OutboxMessage {
        OutboxMessage(
            id: id, recipient: recipient, about: about, payload: payload, queuedAt: instant, since: since,
            thread: thread, makesTrue: makesTrue, isKept: isKept, trueUntil: trueUntil, markers: markers)
    }

    /// Fields that came later may be missing in what an earlier version wrote.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(MessageID.self, forKey: .id),
            recipient: try container.decode(Recipient.self, forKey: .recipient),
            about: try container.decodeIfPresent(KeyAddress.self, forKey: .about),
            payload: try container.decode(String.self, forKey: .payload),
            queuedAt: try container.decode(Date.self, forKey: .queuedAt),
            since: try container.decodeIfPresent(Date.self, forKey: .since),
            thread: try container.decodeIfPresent(Delivery.self, forKey: .thread),
            makesTrue: try container.decodeIfPresent([DeliveryFact].self, forKey: .makesTrue) ?? [],
            isKept: try container.decodeIfPresent(Bool.self, forKey: .isKept) ?? true,
            trueUntil: try container.decodeIfPresent(Date.self, forKey: .trueUntil),
            markers: try container.decodeIfPresent([SummaryMarker].self, forKey: .markers) ?? [])
    }
}

/// What happens to a message in the outbox.
package enum OutboxEvent: Hashable, Codable, Sendable {
    case queued(message: OutboxMessage)
    case sent(id: MessageID, delivery: Delivery)
    /// What it reports did not happen, or it can never be delivered as it is.
    case withdrawn(id: MessageID, reason: String)

    package var kind: EventKind {
        switch self {
        case .queued: .messageQueued
        case .sent: .messageSent
        case .withdrawn: .messageWithdrawn
        }
    }
}

/// What becomes true about a key when a message has been delivered.
package struct DeliveryFact: Hashable, Codable, Sendable {
    package enum Kind: Hashable, Codable, Sendable {
        case announced(told: Announcement.Told)
        case restoreTold(until: Date, recipient: Recipient)
        /// The channel copy of the notice that went out in that message.
        case channelCopyDelivered(notice: MessageID)
    }

    package let address: KeyAddress
    package let kind: Kind

    package init(address: KeyAddress, kind: Kind) {
        self.address = address
        self.kind = kind
    }

    /// The event that the delivery appends.
    func event(_ delivery: Delivery) -> KeyEvent {
        switch kind {
        case .announced(let told): .announced(told: told)
        case .restoreTold(let until, let recipient): .restoreTold(until: until, recipient: recipient)
        case .channelCopyDelivered(let notice): .channelCopyDelivered(message: notice, delivery: delivery)
        }
    }
}

/// Messages that were queued and not sent yet, oldest first.
package protocol Outbox: Sendable {
    func unsentMessages() async throws -> [OutboxMessage]
}
