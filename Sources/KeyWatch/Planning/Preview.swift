import FoundationEssentials
package import KeyPolicy
package import Logging

/// The preview: `scan` and `plan`, which write at most the inventory.
package struct Preview: Sendable {
    /// The result of a scan.
    package struct Look: Sendable {
        package let store: any DecisionLedger
        package let estate: EstateScan.Result
        /// Why it was not stored; nobody has to act on that.
        package let remarks: [String]
        /// What somebody has to act on.
        package let problems: [String]
    }

    private let ledger: any Ledger
    private let directory: any AccountDirectory
    private let readers: any AccountReaders
    private let settings: WatchSettings
    private let clock: RunClock
    private let logger: Logger
    private let progress: ProgressHandler

    package init(
        ledger: any Ledger, directory: any AccountDirectory, readers: any AccountReaders, settings: WatchSettings,
        clock: RunClock, logger: Logger, progress: @escaping ProgressHandler = { _ in }
    ) {
        self.ledger = ledger
        self.directory = directory
        self.readers = readers
        self.settings = settings
        self.clock = clock
        self.logger = logger
        self.progress = progress
    }

    /// - Parameter remembers: whether the inventory may be written; not when the policy clock was moved.
    package func scan(_ run: RunID, only: Set<AccountID>, remembers: Bool) async throws -> Look {
        // Read into memory first: a preview must never hold the lease while a run wants to start.
        let store = InventoryOverlay(over: ledger)
        let estate = try await EstateScan(
            directory: directory, readers: readers, inventory: store, fence: Fence(number: 0, holder: run),
            clock: clock, logger: logger, progress: progress
        ).scan(run: run, only: only)
        try clock.checkEnd()
        let problem = remembers ? try await wrongClock() : nil
        let remark = remembers && problem == nil ? try await remember(store, run) : nil
        return Look(
            store: store, estate: estate, remarks: [remark].compactMap(\.self), problems: [problem].compactMap(\.self))
    }

    /// Nothing is stored with a clock that is wrong; ages are wrong then too.
    private func wrongClock() async throws -> String? {
        do { try clock.checkAgainstAWS() } catch { return "\(error)" }
        guard let last = try await ledger.lastEventAt(), last > clock.policy() else { return nil }
        return "\(WatchRefusal.clockWentBack(last: last, now: clock.policy()))"
    }

    /// Why nothing was stored: a preview works without a writable ledger, and a run reports a full disk as an error.
    private func remember(_ store: InventoryOverlay, _ run: RunID) async throws -> String? {
        do {
            return try await keep(store, run)
        } catch let error as LedgerError where error.isAboutSpace {
            return "\(error) What was read here is not stored."
        }
    }

    private func keep(_ store: InventoryOverlay, _ run: RunID) async throws -> String? {
        let wall = clock.wall()
        let until = wall.addingTimeInterval(RunJournal.leaseLength)
        guard let fence = try await ledger.acquireLease(holder: run, now: wall, until: until) else {
            return "A run is in progress and holds the ledger's lease; what was read here is not stored."
        }
        do {
            try await store.flush(into: ledger, fence: fence)
            try await ledger.releaseLease(fence)
        } catch {
            try? await ledger.releaseLease(fence)
            throw error
        }
        return nil
    }

    /// The plan that a run would make now.
    ///
    /// - Parameter looksUpUses: whether CloudTrail is asked what uses the keys of notices, which only messages say.
    package func plan(
        _ run: RunID, only: Set<AccountID>, remembers: Bool, messenger: any Messenger, looksUpUses: Bool = false
    ) async throws -> (plan: Plan, problems: [String], look: Look) {
        var problems: [String] = []
        do {
            try await messenger.check()
        } catch {
            problems.append("\(error)")
        }
        let startedAt = clock.policy()
        let look = try await scan(run, only: only, remembers: remembers)
        progress(.deciding)
        let now = clock.decisionInstant(startedAt: startedAt)
        let continuity = await continuity(messenger, at: now)
        problems += continuity.problems
        let planner = Planner(
            ledger: look.store, messenger: messenger, settings: settings, clock: clock,
            ledgerDoubt: continuity.doubt, floors: continuity.floors)
        let left = try await Departures(ledger: ledger, clock: clock).unreported(look.estate.left)
        var plan = try await planner.plan(
            look.estate.outcomes, readers: look.estate.readers, left: left, unknownDeliveries: [], now: now)
        plan.problems += try await SelectorSearch(inventory: look.store, settings: settings)
            .unmatched(in: look.estate.listing, complete: look.estate.complete, now: now).map(\.problem)
        plan.actions = await KeyActivitySearch(readers: look.estate.readers, clock: clock, now: plan.at).attached(
            to: plan.actions)
        if looksUpUses {
            plan.actions = await KeyUseSearch(readers: look.estate.readers, clock: clock, now: plan.at).attached(
                to: plan.actions)
        }
        return (plan, look.problems + problems, look)
    }

    /// What a run would find about the ledger: an older copy, one of several, or unknown.
    private func continuity(
        _ messenger: any Messenger, at now: Date
    ) async -> (doubt: String?, floors: [AccountID: LedgerFloor], problems: [String]) {
        do {
            let finding = try await RollbackDetector(ledger: ledger, messenger: messenger, policy: settings.policy)
                .detect(at: now)
            let floors = (finding.others + finding.lost).floors
            guard let behind = finding.behind else { return (finding.doubt, floors, finding.problems.map(\.text)) }
            return (
                "this ledger doesn't contain run \(behind.run)", floors,
                ["\(WatchRefusal.ledgerBehind(run: behind.run, floor: behind.floor))"] + finding.problems.map(\.text)
            )
        } catch {
            return ("\(error)", [:], [])
        }
    }
}

extension LedgerError {
    fileprivate var isAboutSpace: Bool {
        switch self {
        case .full, .readOnly: true
        case .fenced, .cannotOpen, .notALedger, .newer, .damaged, .failed: false
        }
    }
}
