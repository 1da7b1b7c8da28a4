package import FoundationEssentials
package import KeyPolicy

/// Does work under the ledger's lease: one writer at a time, and a lost lease ends the work.
struct RunLease: Sendable {
    let ledger: any Ledger
    let clock: RunClock

    /// Seconds after which a run that holds it counts as stuck.
    static let longest: Double = 12 * 3_600

    /// Throws `WatchRefusal.clockContradicted` when AWS's clock and ours disagree, `WatchRefusal.leaseHeld` when
    /// another run holds it, and `LedgerError.damaged` when the ledger's outbox disagrees with its events:
    /// then nothing is done.
    ///
    /// - Parameter isStage: whether other processes or calls do the rest of the run.
    func hold<Value: Sendable>(
        _ run: RunID, isStage: Bool = false, _ body: @escaping @Sendable (RunJournal) async throws -> Value
    ) async throws -> Value {
        // Before the lease: taken on a clock days ahead, it would be held for days.
        try clock.checkAgainstAWS()
        let fence = try await acquire(run)
        do {
            try await ConsistencyCheck(of: ledger).check()
            let journal = RunJournal(run: run, fence: fence, ledger: ledger, clock: clock, isStage: isStage)
            let value = try await alive(renewing: { try await journal.renew() }, doing: { try await body(journal) })
            try await ledger.releaseLease(fence)
            return value
        } catch {
            // The lease would end by itself; releasing it saves the next run the wait.
            try? await ledger.releaseLease(fence)
            throw error
        }
    }

    /// Tries a few times: a preview that is storing its scan is done in a moment.
    private func acquire(_ run: RunID) async throws -> Fence {
        for _ in 0..<3 {
            let wall = clock.wall()
            let until = wall.addingTimeInterval(RunJournal.leaseLength)
            if let fence = try await ledger.acquireLease(holder: run, now: wall, until: until) { return fence }
            try await clock.sleep(1)
        }
        let holder = try await ledger.leaseHolder(now: clock.wall())
        let begins = try await ledger.events(ofKind: .runStarted, in: .runs, since: .distantPast)
        let begin = begins.last { $0.run == holder }?.at
        throw WatchRefusal.leaseHeld(
            by: holder, since: begin.flatMap { clock.policy().timeIntervalSince($0) > Self.longest ? $0 : nil })
    }

    /// Keeps the lease while `body` works; losing it ends the work.
    ///
    /// - Parameter renew: extends the lease; throws when it was lost.
    func alive<Value: Sendable>(
        renewing renew: @escaping @Sendable () async throws -> Void,
        doing body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let heartbeat = clock.heartbeat else { return try await body() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled {
                    try await heartbeat()
                    try await renew()
                }
                return nil
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let value = finished { return value }
            }
            throw CancellationError()
        }
    }
}

/// Writes one run's events under its lease, and keeps that lease as long as the run goes on.
///
/// It writes nothing on a clock that AWS contradicts, even in the middle of a run: what was begun is then left as by a
/// killed run, and the next run settles it.
package actor RunJournal {
    /// Seconds. Renewed while a run goes on; a killed run blocks the next one no longer than this.
    package static let leaseLength: Double = 60
    private static let renewAfter: Double = 15

    package nonisolated let run: RunID
    package nonisolated let fence: Fence
    private let ledger: any Ledger
    private let clock: RunClock
    private var renewedAt: Date
    private var messages = 0
    /// Makes the ids of messages unique over the stages of a run; empty where one process does all of it.
    private let stage: String

    package init(run: RunID, fence: Fence, ledger: any Ledger, clock: RunClock, isStage: Bool = false) {
        stage = isStage ? "\(fence.number)x" : ""
        self.run = run
        self.fence = fence
        self.ledger = ledger
        self.clock = clock
        renewedAt = clock.wall()
    }

    /// Appends facts in order: up to `LargestWrite.facts` of them all or none, more in several writes. The process may
    /// end between two of those, so what completes the others comes last, and recording the others again must be
    /// harmless.
    package func record(_ facts: [NewEvent]) async throws {
        try await renew()
        var rest = facts[...]
        while !rest.isEmpty {
            try await ledger.append(Array(rest.prefix(LargestWrite.facts)), run: run, fence: fence)
            rest = rest.dropFirst(LargestWrite.facts)
        }
    }

    package func savePlan(_ json: String) async throws {
        try clock.checkAgainstAWS(isMidway: true)
        try await ledger.savePlan(json, run: run, fence: fence)
    }

    /// A new message id, unique over all runs.
    package func nextMessageID() -> MessageID? {
        messages += 1
        return MessageID(rawValue: "\(run)-\(stage)\(messages)")
    }

    /// The id of a message that a run sends once; the same in each of its stages.
    ///
    /// - Parameter name: small letters, different for each.
    package nonisolated func messageID(_ name: String, part: Int) -> MessageID? {
        MessageID(rawValue: "\(run)-\(name)\(part)")
    }

    package func saveState(_ json: String) async throws {
        try clock.checkAgainstAWS(isMidway: true)
        try await ledger.saveState(json, run: run, fence: fence)
    }

    /// Extends the lease now and returns its end, on the wall clock. Throws `LedgerError.fenced` when it was lost:
    /// then nothing may be done.
    @discardableResult
    package func confirmLease() async throws -> Date {
        try clock.checkAgainstAWS(isMidway: true)
        let now = clock.wall()
        let until = now.addingTimeInterval(Self.leaseLength)
        try await ledger.renewLease(fence, until: until)
        renewedAt = now
        return until
    }

    /// Extends the lease if that is due. Throws `LedgerError.fenced` when it was lost.
    package func renew() async throws {
        try clock.checkAgainstAWS(isMidway: true)
        let now = clock.wall()
        guard now.timeIntervalSince(renewedAt) > Self.renewAfter else { return }
        try await ledger.renewLease(fence, until: now.addingTimeInterval(Self.leaseLength))
        renewedAt = now
    }
}
