import FoundationEssentials
package import KeyPolicy

/// Writes stops and their ends into the inbox, at once and without the lease, together with the messages about them.
struct StopRecord: Sendable {
    let ledger: any Ledger
    let composer: any Composer
    let clock: RunClock
    let run: RunID

    /// What is written together, or not at all.
    struct Entry {
        let events: [StopEvent]
        let notifications: [Notification]
    }

    /// Writes what `decide` returns for the current stops; if that is nil, nothing is written. If somebody else writes
    /// at the same moment, it decides again. Returns the messages, which are in the outbox.
    @discardableResult
    func write(_ decide: (Stops, Date) throws -> Entry?) async throws -> [OutboxMessage] {
        for _ in 0..<Self.mostTries {
            let sequence = try await lastSequence()
            // The earlier of the two clocks, so that AWS doesn't contradict it.
            let now = clock.earlier(clock.policy())
            guard let entry = try decide(try await EffectivePolicy(ledger: ledger).stops(), now) else { return [] }
            let messages = queued(entry.notifications, after: sequence, at: now)
            let facts =
                entry.events.map { NewEvent.stop($0, at: now) }
                + messages.map { .posted(.queued(message: $0), at: now) }
            if try await ledger.post(facts, after: sequence, run: run) { return messages }
        }
        throw LedgerError.failed(act: "recording the request", why: "other processes kept writing at the same time")
    }

    /// Writes the stops that Relevo makes itself, except those that exist already.
    func raise(_ stops: [Stop]) async throws -> [OutboxMessage] {
        var messages: [OutboxMessage] = []
        for group in Self.groups(stops) {
            messages += try await write { known, _ in
                let new = group.filter { !known.isKnown($0) }
                return new.isEmpty
                    ? nil : Entry(events: new.map { .stopped(stop: $0) }, notifications: new.map { .stopped($0) })
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
        var problems: [String] = []
        for message in messages {
            do {
                switch try await messenger.send(
                    message.payload, id: message.id, to: message.recipient, thread: message.thread)
                {
                case .delivered(let delivery): try await settle(message, delivery)
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
            if try await ledger.post([told], after: try await lastSequence(), run: run) { return }
        }
    }

    private func lastSequence() async throws -> Int {
        try await ledger.heads().first { $0.stream == .inbox }?.sequence ?? 0
    }

    private func queued(_ notifications: [Notification], after sequence: Int, at now: Date) -> [OutboxMessage] {
        notifications.flatMap { composer.compose($0, now: now) }.enumerated().compactMap { number, part in
            // Its place in the inbox makes the id unique.
            MessageID(rawValue: "\(run)-in\(sequence + 1)-\(number + 1)").map {
                OutboxMessage(id: $0, recipient: .security, about: nil, payload: part.payload, queuedAt: now)
            }
        }
    }
}

/// Stops and their ends, in the inbox.
package enum StopEvent: Hashable, Codable, Sendable {
    case stopped(stop: Stop)
    /// Ends every stop in exactly that scope.
    case resumed(scope: Stop.Scope, by: String, reason: String)

    package var kind: EventKind {
        switch self {
        case .stopped: .stopped
        case .resumed: .resumed
        }
    }
}

/// Finds accounts in which two keys were restored in one civil day, which suggests an outage.
struct RestoreStops: Sendable {
    let ledger: any EventLog
    let policy: Policy

    /// Restores of an account in a day that stop it.
    static let most = 2

    /// Stops to make; none where one was made, or ended, since the restores.
    func due(at now: Date) async throws -> [Stop] {
        let stops = try await EffectivePolicy(ledger: ledger).stops()
        var due: [Stop] = []
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            let restored = try await ledger.events(ofKind: .restored, in: head.stream, since: Days.after(-2, now))
            let days = Dictionary(grouping: restored.map(\.at)) { policy.day(at: $0) }
            let scope = Stop.Scope.account(id: account)
            let known = stops.spans.filter { $0.stop.scope == scope && $0.stop.cause.kind == .restores }
            guard let day = days.filter({ $0.value.count >= Self.most }).max(by: { $0.key < $1.key }),
                let last = day.value.max(), !known.contains(where: { $0.endedAt == nil || $0.stop.since >= last })
            else { continue }
            due.append(Stop(scope, .restores(count: day.value.count), since: now))
        }
        return due
    }
}
