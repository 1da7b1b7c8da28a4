package import FoundationEssentials
package import KeyPolicy

/// One run's pen: writes facts under the run's lease and keeps that lease alive as long as the run goes on.
///
/// It writes nothing on a clock that AWS contradicts, also where that shows in the middle: what was begun is then like what a
/// killed run leaves, and the next run settles it.
package actor RunJournal {
    /// Seconds. Renewed all along while a run lives; a killed run blocks the next one no longer than this.
    package static let leaseLength: Double = 60
    private static let renewAfter: Double = 15

    package nonisolated let run: RunID
    package nonisolated let fence: Fence
    private let ledger: any Ledger
    private let clock: RunClock
    private var renewedAt: Date
    private var messages = 0

    package init(run: RunID, fence: Fence, ledger: any Ledger, clock: RunClock) {
        self.run = run
        self.fence = fence
        self.ledger = ledger
        self.clock = clock
        renewedAt = clock.wall()
    }

    package func record(_ facts: [NewEvent]) async throws {
        try await renew()
        guard !facts.isEmpty else { return }
        try await ledger.append(facts, run: run, fence: fence)
    }

    package func claim(_ claims: [NoticeClaim]) async throws -> Set<NoticeClaim> {
        try await renew()
        return try await ledger.claim(claims, run: run, fence: fence)
    }

    package func savePlan(_ json: String) async throws {
        try clock.checkAgainstAWS(isMidway: true)
        try await ledger.savePlan(json, run: run, fence: fence)
    }

    /// A new name for a message, unique over all runs.
    package func nextMessageID() -> MessageID? {
        messages += 1
        return MessageID(rawValue: "\(run)-\(messages)")
    }

    /// Extends the lease now and says until when, on the wall clock. Throws `LedgerError.fenced` when it was lost: whoever is
    /// about to act must not.
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
