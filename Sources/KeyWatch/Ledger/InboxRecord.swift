import FoundationEssentials
import KeyPolicy

/// Writes requests into the inbox, at once and without the lease, together with the messages about them.
struct InboxRecord: Sendable {
    let ledger: any Ledger
    let composer: any Composer
    let clock: RunClock
    let run: RunID
    /// With it, the messages carry the promised days: an older copy of this ledger, and another ledger, then see that
    /// something was requested that they don't have. Nil in a run, whose summary does the same.
    var marking: Policy?

    /// What is written together, or not at all.
    struct Entry {
        let events: [NewEvent]
        let notifications: [Notification]
    }

    /// Writes what `decide` returns; if that is nil, nothing is written. If somebody else writes at the same moment, it
    /// decides again, so it must read what it decides from. Returns the messages, which are in the outbox.
    @discardableResult
    func write(_ decide: (Date) async throws -> Entry?) async throws -> [OutboxMessage] {
        for _ in 0..<Self.mostTries {
            let sequence = try await ledger.lastInInbox()
            // The earlier of the two clocks, so that AWS doesn't contradict it.
            let now = clock.earlier(clock.policy())
            guard let entry = try await decide(now) else { return [] }
            let messages = try await queued(entry.notifications, after: sequence, at: now)
            let facts = entry.events + messages.map { .posted(.queued(message: $0), at: now) }
            if try await ledger.post(facts, after: sequence, run: run) { return messages }
        }
        throw LedgerError.failed(act: "recording the request", why: "other processes kept writing at the same time")
    }

    /// Writes the stops that Relevo makes itself, except those that exist already.
    func raise(_ stops: [Stop]) async throws -> [OutboxMessage] {
        var messages: [OutboxMessage] = []
        for group in Self.groups(stops) {
            messages += try await write { now in
                let known = try await EffectivePolicy(ledger: ledger).stops()
                let new = group.filter { !known.isKnown($0) }
                return new.isEmpty
                    ? nil
                    : Entry(
                        events: new.map { .stop(.stopped(stop: $0), at: now) },
                        notifications: new.map { .stopped($0) })
            }
        }
        return messages
    }

    /// As many stops, or scopes, as fit into one write with their messages: an event and at most two parts each.
    static func groups<Item>(_ items: [Item]) -> [[Item]] {
        let most = LargestWrite.facts / 3
        return stride(from: 0, to: items.count, by: most).map { Array(items[$0..<min($0 + most, items.count)]) }
    }

    /// Sends messages that were just queued, without the lease. Returns sentences about those that did not arrive; the
    /// next run sends them.
    func send(_ messages: [OutboxMessage], by messenger: any Messenger) async throws -> [String] {
        let posting = MarkerPosting(messenger: messenger, composer: composer, clock: clock)
        var problems: [String] = []
        for message in messages {
            do {
                switch try await messenger.send(
                    message.payload, id: message.id, to: message.recipient, thread: message.thread,
                    stamp: message.markers.first)
                {
                case .delivered(let delivery):
                    try await settle(message, delivery)
                    for marker in message.markers.dropFirst() {
                        let id = MessageID(rawValue: "\(message.id)-\(marker.part)")
                        problems += [try await posting.post(marker, id: id, under: delivery)?.text].compactMap(\.self)
                    }
                case .unreachable(_, let why), .notDelivered(let why), .unknown(let why), .unlisted(let why, _):
                    problems.append("The security channel was not notified; the next run sends the message: \(why)")
                }
            } catch let error as MessengerError {
                problems.append("The security channel was not notified; the next run sends the message: \(error)")
            }
        }
        return problems
    }

    private static let mostTries = 20

    private func settle(_ message: OutboxMessage, _ delivery: Delivery) async throws {
        for _ in 0..<Self.mostTries {
            let told = NewEvent.posted(
                .sent(id: message.id, delivery: delivery), at: clock.earlier(clock.policy()))
            if try await ledger.post([told], after: try await ledger.lastInInbox(), run: run) { return }
        }
    }

    private func queued(
        _ notifications: [Notification], after sequence: Int, at now: Date
    ) async throws -> [OutboxMessage] {
        var markers: [SummaryMarker] = []
        if let marking {
            // A request doesn't wait for promises that can't be read.
            let promises = OpenPromises(ledger: ledger, policy: marking)
            markers = (try? await promises.stamp(of: run, planned: [], at: now))?.split ?? []
        }
        return notifications.flatMap { composer.compose($0, now: now) }.enumerated().compactMap { number, part in
            // Its place in the inbox makes the id unique.
            MessageID(rawValue: "\(run)-in\(sequence + 1)-\(number + 1)").map {
                OutboxMessage(
                    id: $0, recipient: .security, about: nil, payload: part.payload, queuedAt: now,
                    markers: number == 0 ? markers : [])
            }
        }
    }
}
