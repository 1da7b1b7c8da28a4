import FoundationEssentials
import KeyPolicy

/// Checks whether a ledger's outbox agrees with its events.
///
/// Both are written together and can't differ by themselves, but no hash covers the outbox. Somebody with the file
/// could remove a message, so that a deactivation is never reported, or give a notice the id of another message.
package struct ConsistencyCheck: Sendable {
    private let ledger: any EventLog & Outbox

    package init(of ledger: any EventLog & Outbox) { self.ledger = ledger }

    /// Seconds before the last event: what is younger, or open, is checked against the events when each run begins.
    /// `relevo history --verify` also finds a message that was removed later than that.
    static let recent: Double = 35 * Days.seconds

    /// Throws `LedgerError.damaged` when they disagree about what is recent or open.
    func check() async throws {
        guard let last = try await ledger.lastEventAt() else { return }
        guard let first = try await disagreements(since: last.addingTimeInterval(-Self.recent)).first else { return }
        throw LedgerError.damaged(place: "of this run", why: first)
    }

    /// A sentence per disagreement in the whole ledger; empty when there is none.
    package func faults() async throws -> [String] {
        try await disagreements(since: .distantPast).map { "\($0.prefix(1).uppercased())\($0.dropFirst())." }
    }

    private func disagreements(since: Date) async throws -> [String] {
        let open = try await ledger.unsentMessages()
        let start = min(since, open.map(\.queuedAt).min() ?? since)
        var projection = OpenMessages()
        for stream in [StreamID.runs, .inbox] {
            for event in try await events([.messageQueued, .messageSent, .messageWithdrawn], in: stream, since: start) {
                guard case .outbox(let body) = event.body else { throw Self.unreadable(event) }
                projection.apply(body)
            }
        }
        var expected = Dictionary(projection.all.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let strange = open.filter { expected.removeValue(forKey: $0.id) != $0 }
        return strange.map { "message \($0.id) is in the outbox, but its events say something else" }
            + expected.keys.sorted().map { "message \($0) was queued and not sent, but is not in the outbox" }
    }

    /// Events of several kinds in the order of their stream.
    private func events(_ kinds: [EventKind], in stream: StreamID, since: Date) async throws -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        for kind in kinds { events += try await ledger.events(ofKind: kind, in: stream, since: since) }
        return events.sorted { $0.sequence < $1.sequence }
    }

    private static func unreadable(_ event: LedgerEvent) -> LedgerError {
        .damaged(place: event.stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
    }
}
