import FoundationEssentials
package import KeyPolicy
package import Logging

/// The run: settle → scan → decide → carry out → report.
///
/// 1. *settle*: what an earlier run left open is looked up, and the outbox is sent.
/// 2. *scan*: every account, several at a time, into the inventory.
/// 3. *decide*: one fold over all users makes the plan; what was found is recorded.
/// 4. *carry out*: summary first; then deactivations, notices, their copies, announcements.
/// 5. *report*: the run's last event with all heads; the summary completed with the root.
package struct Watch: Sendable {
    package let ledger: any Ledger
    package let directory: any AccountDirectory
    package let readers: any AccountReaders
    package let deactivator: any KeyDeactivator
    package let messenger: any Messenger
    package let composer: any Composer
    package let settings: WatchSettings
    package let clock: RunClock
    package let logger: Logger
    package let progress: ProgressHandler

    package init(
        ledger: any Ledger, directory: any AccountDirectory, readers: any AccountReaders,
        deactivator: any KeyDeactivator, messenger: any Messenger, composer: any Composer, settings: WatchSettings,
        clock: RunClock, logger: Logger, progress: @escaping ProgressHandler = { _ in }
    ) {
        self.ledger = ledger
        self.directory = directory
        self.readers = readers
        self.deactivator = deactivator
        self.messenger = messenger
        self.composer = composer
        self.settings = settings
        self.clock = clock
        self.logger = logger
        self.progress = progress
    }

    /// Does the whole run under a lease.
    ///
    /// Throws `WatchRefusal` when it did nothing, `Interruption` when it was asked to end before it sent anything,
    /// `MessengerError.refused` when Slack refuses Relevo, `LedgerError` when the ledger fails; in each of these cases
    /// nothing further was done.
    package func run(_ run: RunID, version: String, orders: RunOrders = RunOrders()) async throws -> RunReport {
        try await clock.interruptible(messenger).check()
        return try await RunLease(ledger: ledger, clock: clock).hold(run) { journal in
            try await carryOut(run, journal, version: version, orders: orders)
        }
    }

    private func carryOut(
        _ run: RunID, _ journal: RunJournal, version: String, orders: RunOrders
    ) async throws -> RunReport {
        let startedAt = clock.policy()
        if let last = try await ledger.lastEventAt(), last > startedAt {
            throw WatchRefusal.clockWentBack(last: last, now: startedAt)
        }
        let opening = try await RunOpening(
            ledger: ledger, messenger: clock.interruptible(messenger), orders: orders, policy: settings.policy,
            at: startedAt
        ).open()
        try clock.checkEnd()
        try await journal.record([.run(.started(version: version), at: startedAt)] + opening.facts)
        do {
            return try await carryOut(run, journal, opening, orders, startedAt: startedAt)
        } catch let interruption as Interruption {
            // No summary was posted yet: only the ledger has the end of the run.
            try await journal.record([
                .run(
                    .ended(
                        heads: try await ledger.heads(), counts: [:], exitStatus: Int(ExitReason.interrupted.status)),
                    at: clock.policy())
            ])
            throw interruption
        }
    }

    /// The stages of a run that has begun. Throws `Interruption` when it was asked to end before its summary.
    private func carryOut(
        _ run: RunID, _ journal: RunJournal, _ opening: RunOpening.Result, _ orders: RunOrders, startedAt: Date
    ) async throws -> RunReport {
        let recovery = RunRecovery(
            ledger: ledger, journal: journal, messenger: clock.interruptible(messenger), composer: composer,
            clock: clock)
        let messages = try await recovery.settleMessages()
        let estate = try await EstateScan(
            directory: directory, readers: readers, inventory: ledger, fence: journal.fence, clock: clock,
            logger: logger, progress: progress
        ).scan(run: run, only: orders.only)
        let settled = try await recovery.settleDeactivations(estate, after: messages)

        let record = StopRecord(ledger: ledger, composer: composer, clock: clock, run: run)
        let restores = RestoreStops(ledger: ledger, policy: settings.policy)
        var stopMessages = try await record.raise(try await restores.due(at: clock.policy()))

        progress(.deciding)
        let now = clock.decisionInstant(startedAt: startedAt)
        let planner = Planner(
            ledger: ledger, messenger: clock.interruptible(messenger), settings: settings, clock: clock,
            ledgerDoubt: opening.doubt)
        let departures = Departures(ledger: ledger, clock: clock)
        let left = try await departures.unreported(estate.left)
        let leaving = try await departures.facts(about: estate)
        var plan = try await planner.plan(
            estate.outcomes, readers: estate.readers, left: left, unknownDeliveries: settled.unknownDeliveries, now: now
        )
        let watched = Set(estate.outcomes.map(\.account.id))
        let others = try await EffectivePolicy(ledger: ledger).otherLedgers(in: watched, at: startedAt)
        plan.problems += opening.remarks + others + settled.problems + (try await unmatched(in: estate, at: now))
        try clock.checkEnd()
        // Recorded before the owners are kept: a run that ends in between sees the change again.
        stopMessages += try await record.raise(plan.newStops)
        try await keepOwners(plan, journal.fence)
        try await journal.record(facts(of: plan) + leaving.filter { !$0.isDeparture })
        try await journal.savePlan(try PlanDocument(plan).json())
        return try await PlanExecutor(
            watch: self, journal: journal, plan: plan, readers: estate.readers, planner: planner, opening: opening,
            startedAt: startedAt,
            recovery: recovery, settled: settled, departures: leaving.filter(\.isDeparture), stopMessages: stopMessages
        ).finish()
    }

    /// Entries of the configuration that match nothing, a sentence each.
    private func unmatched(in estate: EstateScan.Result, at now: Date) async throws -> [String] {
        try await SelectorSearch(inventory: ledger, settings: settings)
            .unmatched(in: estate.listing, complete: estate.complete, now: now).map(\.description)
    }

    /// What the decision found, recorded before anything is done about it.
    private func facts(of plan: Plan) -> [NewEvent] {
        plan.firstSeen.sorted { $0.key < $1.key }.map { .about($0.key, .known(since: $0.value), at: plan.at) }
            + plan.observations.map { .about($0.address, $0.event, at: plan.at) } + exemptionsSeen(plan)
    }

    /// The time of exemptions that are too long counts from the first run that sees them.
    private func exemptionsSeen(_ plan: Plan) -> [NewEvent] {
        plan.exemptions.filter {
            $0.exemption.cutAt == nil && $0.exemption.isTooLong(at: plan.at, policy: settings.policy)
        }
        .map { .exemption(.seen(sight: $0.exemption.sight), in: $0.account.id, user: $0.user.id, at: plan.at) }
    }

    /// Keeps the owners that the next run compares with.
    private func keepOwners(_ plan: Plan, _ fence: Fence) async throws {
        for (account, users) in Dictionary(grouping: plan.changedOwners, by: \.user.account).sorted(by: {
            $0.key < $1.key
        }) {
            try await ledger.save(users, removing: [], in: account, fence: fence)
        }
    }
}

/// What a run is doing, for display.
package enum Progress: Sendable {
    case accountsFound(Int)
    case accountScanned(Account, isComplete: Bool)
    case deciding
    case sending(done: Int, of: Int)
    case deactivating(done: Int, of: Int)
    case closing
}

package typealias ProgressHandler = @Sendable (Progress) -> Void
