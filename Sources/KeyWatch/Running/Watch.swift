import FoundationEssentials
package import KeyPolicy
package import Logging

/// The run: settle → scan → decide → act → report.
///
/// 1. *settle*: what an earlier run left open is looked up, and the outbox is sent.
/// 2. *scan*: every account, several at a time, into the inventory.
/// 3. *decide*: one fold over all users makes the plan; what was found is recorded.
/// 4. *act*: summary first; then deactivations, notices, their copies, announcements.
/// 5. *report*: the run's last event, with the root and the heads that changed; the summary completed with the root.
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
    /// `MessengerError.refused` when Slack refuses Relevo, and `LedgerError` when the ledger fails. In each of these
    /// cases nothing further was done.
    package func run(_ run: RunID, version: String, orders: RunOrders = RunOrders()) async throws -> RunReport {
        try await clock.interruptible(messenger).check()
        return try await lease.hold(run) { journal in
            try await carryOut(context(run, startedAt: clock.policy(), orders: orders, journal), version: version)
        }
    }

    var lease: RunLease { RunLease(ledger: ledger, clock: clock) }

    func context(_ run: RunID, startedAt: Date, orders: RunOrders, _ journal: RunJournal) -> RunContext {
        RunContext(
            run: run, startedAt: startedAt, orders: orders, journal: journal, ledger: ledger, messenger: messenger,
            composer: composer, settings: settings, clock: clock, progress: progress)
    }

    private func carryOut(_ context: RunContext, version: String) async throws -> RunReport {
        let opening = try await open(context, version: version)
        let decision = try await interruptible(context) {
            var settled = try await context.recovery.settleMessages()
            let estate = try await scan(context)
            try await context.recovery.settleDeactivations(estate, &settled)
            let at = clock.decisionInstant(startedAt: context.startedAt)
            return try await DecisionStage(context: context, opening: opening).decide(
                estate, after: settled, at: at,
                asking: Reachabilities(messenger: context.interruptibleMessenger, clock: clock, since: at))
        }
        let acted = try await PlanExecutor(
            context: context, opening: opening, decision: decision, deactivator: deactivator
        ).act()
        return try await ReportStage(context: context).report(acted, on: decision.plan)
    }

    /// The stages before the summary: an early end leaves only the ledger to complete.
    private func interruptible<Value>(_ context: RunContext, _ stages: () async throws -> Value) async throws -> Value {
        do {
            return try await stages()
        } catch let interruption as Interruption {
            try await ReportStage(context: context).recordInterruption()
            throw interruption
        }
    }

    /// Begins the run in the ledger. Throws `WatchRefusal` when it must not begin.
    ///
    /// - Parameter isAgain: whether its first event is recorded already.
    func open(_ context: RunContext, version: String, isAgain: Bool = false) async throws -> RunOpening.Result {
        if let last = try await ledger.lastEventAt(), last > context.startedAt {
            throw WatchRefusal.clockWentBack(last: last, now: context.startedAt)
        }
        try await refuseOpenChannel(context)
        let opening = try await RunOpening(
            ledger: ledger, messenger: context.interruptibleMessenger, orders: context.orders, policy: settings.policy,
            at: context.startedAt
        ).open()
        try clock.checkEnd()
        let started = NewEvent.run(.started(version: version), at: context.startedAt)
        try await context.journal.record((isAgain ? [] : [started]) + opening.facts)
        return opening
    }

    /// Nobody outside the security channel may read which keys are old. Where Slack gives no clear answer, the run
    /// continues: `relevo doctor` reports that.
    private func refuseOpenChannel(_ context: RunContext) async throws {
        guard !settings.channelMayBePublic else { return }
        switch await context.interruptibleMessenger.readership() {
        case .workspace(let channel): throw WatchRefusal.channelPublic(channel)
        case .otherCompanies(let channel): throw WatchRefusal.channelShared(channel)
        case .members, .unknown: break
        }
    }

    func scan(_ context: RunContext) async throws -> EstateScan.Result {
        try await accountScan(context).scan(run: context.run, only: context.orders.only)
    }

    func accountScan(_ context: RunContext) -> EstateScan { accountScan(ledger, context.journal.fence) }

    func accountScan(_ inventory: any InventoryStore, _ fence: Fence) -> EstateScan {
        EstateScan(
            directory: directory, readers: readers, inventory: inventory, fence: fence, clock: clock, logger: logger,
            progress: progress)
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
