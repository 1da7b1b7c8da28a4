package import FoundationEssentials
package import KeyPolicy

/// What a run records about messages. Each message is one unit: what opens it is recorded first, and what closes it is
/// recorded last. If the process ends in the middle of a long write, the message is still open, and the next run
/// settles it.
extension RunJournal {
    /// Queues messages together with `facts`, and with what is known about their keys from then on.
    package func queue(_ messages: [OutboxMessage], with facts: [NewEvent] = [], at instant: Date) async throws {
        try await record(
            messages.map { .outbox(.queued(message: $0), at: instant) } + facts
                + messages.flatMap(\.eventsWhenQueued))
    }

    /// Records that a message was delivered, and what that makes true about its keys.
    package func settle(_ message: OutboxMessage, _ delivery: Delivery, at instant: Date) async throws {
        try await record(
            message.events(on: delivery, at: instant)
                + [.outbox(.sent(id: message.id, delivery: delivery), at: instant)])
    }

    /// Withdraws a message, so that it is never sent.
    ///
    /// - Parameters:
    ///   - mayHaveArrived: whether somebody may have read it.
    ///   - facts: what else is known about its keys.
    package func withdraw(
        _ message: OutboxMessage, _ reason: String, mayHaveArrived: Bool = false, and facts: [NewEvent] = [],
        at instant: Date
    ) async throws {
        try await record(
            message.eventsWhenWithdrawn(reason, mayHaveArrived: mayHaveArrived, at: instant) + facts
                + [.outbox(.withdrawn(id: message.id, reason: reason), at: instant)])
    }
}

extension EventLog {
    /// Whether one of the message's notices, by key, round and stage, is in another message that is open or was
    /// delivered: then this message must not be queued.
    package func isTaken(_ message: OutboxMessage) async throws -> Bool {
        for (address, notice) in message.notices {
            let history = try await KeyHistories(ledger: self).of(address.user, in: address.account)[address.key]
            if history?.hasNotice(round: notice.round, stage: notice.stage) ?? false { return true }
        }
        return false
    }
}
