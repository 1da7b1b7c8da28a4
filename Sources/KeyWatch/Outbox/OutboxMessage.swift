package import FoundationEssentials
package import KeyPolicy

/// A message in the outbox: recorded before it is sent, and together with the intent that it reports, if any. It is
/// open until it is sent or withdrawn.
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

    /// The same message for another attempt. One that is kept until it arrives leaves the thread of an earlier day, where
    /// nobody looks any more.
    package func again(at instant: Date, payload: String) -> OutboxMessage {
        OutboxMessage(
            id: id, recipient: recipient, about: about, payload: payload, queuedAt: instant, since: since,
            thread: isKept ? nil : thread, makesTrue: makesTrue, isKept: isKept, trueUntil: trueUntil, markers: markers)
    }

    /// The notices that it carries, by their keys; empty for other messages. Each is unique per key, round and stage.
    package var notices: [(address: KeyAddress, notice: Notice)] {
        makesTrue.compactMap { fact in
            if case .noticeDelivered(let notice) = fact.kind { (fact.address, notice) } else { nil }
        }
    }

    /// Whether it carries notices: one that isn't found is decided again, not sent again as it is.
    package var isNotice: Bool { !notices.isEmpty }

    /// The events about its keys that are recorded when it is queued.
    var eventsWhenQueued: [NewEvent] {
        notices.map { .about($0.address, .noticeQueued(notice: $0.notice), at: $0.notice.decidedAt) }
    }

    /// The events about its keys that are recorded when it is delivered.
    func events(on delivery: Delivery, at instant: Date) -> [NewEvent] {
        makesTrue.map { .about($0.address, $0.event(message: id, delivery), at: instant) }
    }

    /// The events about its keys that are recorded when it is withdrawn.
    ///
    /// - Parameter mayHaveArrived: whether somebody may have read it.
    func eventsWhenWithdrawn(_ reason: String, mayHaveArrived: Bool, at instant: Date) -> [NewEvent] {
        notices.map {
            .about(
                $0.address, .noticeFailed(message: id, reason: reason, mayHaveArrived: mayHaveArrived), at: instant)
        }
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
        case noticeDelivered(notice: Notice)
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
    func event(message: MessageID, _ delivery: Delivery) -> KeyEvent {
        switch kind {
        case .noticeDelivered: .noticeDelivered(message: message, delivery: delivery)
        case .announced(let told): .announced(told: told)
        case .restoreTold(let until, let recipient): .restoreTold(until: until, recipient: recipient)
        case .channelCopyDelivered(let notice): .channelCopyDelivered(message: notice, delivery: delivery)
        }
    }
}

/// The open messages, as ``OpenMessages`` folds the ledger's events, in order of their last attempt.
package protocol Outbox: Sendable {
    func unsentMessages() async throws -> [OutboxMessage]
}
