package import KeyPolicy

/// The messages that a ledger's events leave open: the one projection that ledgers keep in step with their events, and
/// that the consistency check computes from them again.
///
/// A message queued in the inbox may be queued again or settled in the runs' stream. The result therefore doesn't
/// depend on the order in which the two streams are read: the later of two attempts counts, and a message that was
/// settled is never open again.
package struct OpenMessages: Hashable, Sendable {
    /// In order of their last attempt, as the events came.
    package private(set) var all: [OutboxMessage] = []
    private var settled: Set<MessageID> = []

    package init() {}

    /// What one event changes: ledgers that keep the open messages in a table do the same there.
    package enum Change: Hashable, Sendable {
        /// Replaces an earlier attempt of the same message, and is then the last.
        case put(OutboxMessage)
        case remove(MessageID)

        package init(_ event: OutboxEvent) {
            switch event {
            case .queued(let message): self = .put(message)
            case .sent(let id, _), .withdrawn(let id, _): self = .remove(id)
            }
        }
    }

    package mutating func apply(_ event: OutboxEvent) {
        switch Change(event) {
        case .put(let message):
            let other = all.first { $0.id == message.id }
            guard !settled.contains(message.id), other.map({ $0.queuedAt <= message.queuedAt }) ?? true else { return }
            all.removeAll { $0.id == message.id }
            all.append(message)
        case .remove(let id):
            all.removeAll { $0.id == id }
            settled.insert(id)
        }
    }
}
