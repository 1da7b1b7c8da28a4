import FoundationEssentials
package import KeyPolicy

/// Copies a whole ledger into an empty one, or completes a copy that was interrupted: events with their hashes, plans,
/// the run's state, and the inventory.
///
/// It holds the lease of both ledgers, so that no run writes meanwhile. It checks FROM, writes what TO doesn't have yet,
/// and compares both. Requests may still come to FROM's inbox; it then copies those too. Whatever ends it early leaves
/// TO with the beginning of FROM's streams, from which the next copy continues.
package struct LedgerCopy: Sendable {
    /// What both ledgers have now.
    package struct Report: Hashable, Sendable {
        package let chains: Int
        package let events: Int
        package let root: String
    }

    let from: any Ledger
    let to: any Ledger
    let clock: RunClock
    private let run: RunID

    /// - Parameter run: holds the leases; it appears in no event.
    package init(from: any Ledger, to: any Ledger, clock: RunClock, run: RunID) {
        self.from = from
        self.to = to
        self.clock = clock
        self.run = run
    }

    /// How often it copies what came to the inbox meanwhile.
    private static let mostRounds = 10

    /// Throws `LedgerCopyRefusal`, `LedgerError`, and `Interruption` when an early end was requested.
    package func make() async throws -> Report {
        // Between two files AWS's time is unknown.
        if clock.aheadOfAWS() != nil { try clock.checkAgainstAWS() }
        do {
            return try await holding(from, .from) { source in
                try await holding(to, .to) { target in
                    try await RunLease(ledger: from, clock: clock).alive(
                        renewing: { try await renew(source, target) },
                        doing: { try await copied(source, target) })
                }
            }
        } catch LedgerError.fenced(let holder) {
            throw LedgerCopyRefusal.leaseLost(by: holder)
        }
    }

    private func holding<Value>(
        _ ledger: any Ledger, _ side: LedgerCopyRefusal.Side, _ body: (Fence) async throws -> Value
    ) async throws -> Value {
        let wall = clock.wall()
        let until = wall.addingTimeInterval(RunJournal.leaseLength)
        guard let fence = try await ledger.acquireLease(holder: run, now: wall, until: until) else {
            let holder = try await ledger.leaseHolder(now: wall)
            throw holder == run ? LedgerCopyRefusal.sameLedger : LedgerCopyRefusal.leaseHeld(side, by: holder)
        }
        do {
            let value = try await body(fence)
            try await ledger.releaseLease(fence)
            return value
        } catch {
            // The lease would end by itself; releasing it saves the next copy the wait.
            try? await ledger.releaseLease(fence)
            throw error
        }
    }

    private func renew(_ source: Fence, _ target: Fence) async throws {
        let until = clock.wall().addingTimeInterval(RunJournal.leaseLength)
        try await from.renewLease(source, until: until)
        try await to.renewLease(target, until: until)
    }

    private func copied(_ source: Fence, _ target: Fence) async throws -> Report {
        let order = try await checkedSource()
        try await checkTarget()
        for _ in 0..<Self.mostRounds {
            try await copyEvents(in: order, target)
            try await copyRuns(target)
            try await copyInventory(target)
            let contents = try await Contents(of: from)
            guard try await to.heads() == contents.heads else { continue }
            let report = try await compared(contents)
            // A request that came during the comparison is copied too.
            guard try await from.heads() == contents.heads else { continue }
            // Proves that no run had either lease meanwhile.
            try await renew(source, target)
            return report
        }
        throw LedgerCopyRefusal.keepsChanging
    }

    /// Reads FROM twice: for its hashes, and for events that this version can't read.
    private func checkedSource() async throws -> CopyOrder {
        let found = try await ChainVerification.of(from)
        guard !found.heads.isEmpty else { throw LedgerCopyRefusal.nothingToCopy }
        guard found.isSound else { throw LedgerCopyRefusal.damaged(found.faults) }
        let order = try await CopyOrder.survey(from)
        let faults = try await ConsistencyCheck(of: from).faults()
        guard faults.isEmpty else { throw LedgerCopyRefusal.damaged(faults) }
        return order
    }

    /// Throws `LedgerCopyRefusal.notEmpty` unless each stream of TO is the beginning of the same one in FROM: a hash
    /// covers all events before it.
    private func checkTarget() async throws {
        for head in try await to.heads() {
            let same = try await from.events(head.stream, after: head.sequence - 1, limit: 1).first
            guard same?.head == head else { throw LedgerCopyRefusal.notEmpty(head.stream) }
        }
    }

    /// Throws `LedgerCopyRefusal.differs` unless TO is sound and contains the same.
    private func compared(_ contents: Contents) async throws -> Report {
        let found = try await ChainVerification.of(to)
        let copy = try await Contents(of: to)
        var differences = found.faults
        if copy.heads != contents.heads { differences.append("Its chains don't end with the same events.") }
        if found.root != EventChain.root(of: contents.heads) { differences.append("Its root is another one.") }
        if copy.messages != contents.messages { differences.append("Its open messages are not the same.") }
        if copy.promises != contents.promises { differences.append("Its open promises are not the same.") }
        differences += try await ConsistencyCheck(of: to).faults()
        guard differences.isEmpty else { throw LedgerCopyRefusal.differs(differences) }
        return Report(chains: found.heads.count, events: found.events, root: found.root)
    }
}

/// What two ledgers have in common when one is a copy of the other.
private struct Contents: Sendable {
    let messages: Set<OutboxMessage>
    let promises: Set<OpenPromise>
    let heads: [StreamHead]

    /// Reads the heads last: what was written meanwhile shows in them.
    init(of ledger: any Ledger) async throws {
        messages = Set(try await ledger.unsentMessages())
        promises = Set(try await ledger.openPromises())
        heads = try await ledger.heads()
    }
}
