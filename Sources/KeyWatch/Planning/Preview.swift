import FoundationEssentials
package import KeyPolicy
package import Logging

/// The preview: `scan` and `plan`, which write at most the inventory.
package struct Preview: Sendable {
    /// The result of a scan, with remarks about it.
    package struct Look: Sendable {
        package let store: any DecisionLedger
        package let estate: EstateScan.Result
        package let remarks: [String]
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
        let remarks = remembers ? try await rememberIfPossible(store, run) : []
        return Look(store: store, estate: estate, remarks: remarks)
    }

    /// A preview works without a writable ledger, and reports that.
    private func rememberIfPossible(_ store: InventoryOverlay, _ run: RunID) async throws -> [String] {
        do {
            return try await remember(store, run)
        } catch let error as LedgerError where error.isAboutSpace {
            return ["\(error) What was read here is not stored."]
        }
    }

    private func remember(_ store: InventoryOverlay, _ run: RunID) async throws -> [String] {
        do {
            return try await keep(store, run)
        } catch LedgerError.full(let place) {
            // A preview doesn't need to store anything; a run reports it as an error.
            return ["\(LedgerError.full(place: place)) What was read here is not stored."]
        }
    }

    private func keep(_ store: InventoryOverlay, _ run: RunID) async throws -> [String] {
        do { try clock.checkAgainstAWS() } catch { return ["\(error)"] }
        if let last = try await ledger.lastEventAt(), last > clock.policy() {
            return ["\(WatchRefusal.clockWentBack(last: last, now: clock.policy()))"]
        }
        let wall = clock.wall()
        let until = wall.addingTimeInterval(RunJournal.leaseLength)
        guard let fence = try await ledger.acquireLease(holder: run, now: wall, until: until) else {
            return ["A run is in progress and holds the ledger's lease; what was read here is not stored."]
        }
        do {
            try await store.flush(into: ledger, fence: fence)
            try await ledger.releaseLease(fence)
        } catch {
            try? await ledger.releaseLease(fence)
            throw error
        }
        return []
    }

    /// The plan that a run would make now.
    ///
    /// - Parameter looksUpUses: whether CloudTrail is asked what uses the keys of notices, which only messages say.
    package func plan(
        _ run: RunID, only: Set<AccountID>, remembers: Bool, messenger: any Messenger, looksUpUses: Bool = false
    ) async throws -> (plan: Plan, remarks: [String], look: Look) {
        var remarks: [String] = []
        do {
            try await messenger.check()
        } catch {
            remarks.append("\(error)")
        }
        let startedAt = clock.policy()
        let look = try await scan(run, only: only, remembers: remembers)
        progress(.deciding)
        let now = clock.decisionInstant(startedAt: startedAt)
        let continuity = await continuity(messenger, at: now)
        remarks += continuity.remarks
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
        return (plan, look.remarks + remarks, look)
    }

    /// What a run would find about the ledger: an older copy, one of several, or unknown.
    private func continuity(
        _ messenger: any Messenger, at now: Date
    ) async -> (doubt: String?, floors: [AccountID: LedgerFloor], remarks: [String]) {
        do {
            let finding = try await RollbackDetector(ledger: ledger, messenger: messenger, policy: settings.policy)
                .detect(at: now)
            let floors = (finding.others + finding.lost).floors
            guard let behind = finding.behind else { return (finding.doubt, floors, finding.problems.map(\.text)) }
            return (
                "this ledger doesn't know run \(behind.run)", floors,
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
