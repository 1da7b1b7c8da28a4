import FoundationEssentials
package import KeyPolicy

/// The run as stages that are called one by one, each in a process of its own if need be: `begin`, `scan` for each
/// account, `decide`, `act` until it has done everything, `finish`.
///
/// Each but `scan` takes the lease for itself and gives it back; between them the run is open. Each can be called again,
/// after its answer was lost or its process was killed: what was done is not done twice. While another call works, or
/// until the lease of a killed one is over, a call throws `WatchRefusal.leaseHeld`. A run that another one has overtaken
/// throws `WatchRefusal.overtaken`: the newer one has settled what was left.
extension Watch {
    /// Begins a run and settles messages of earlier ones. Returns the accounts to scan. Throws as `run` does.
    ///
    /// - Parameter configuration: stored with the run, for its other stages; see ``BegunRun``.
    package func begin(
        _ run: RunID, version: String, orders: RunOrders = RunOrders(), configuration: String? = nil
    ) async throws -> [Account] {
        try await clock.interruptible(messenger).check()
        return try await lease.hold(run, isStage: true) { journal in
            let standing = try await standing(of: run)
            if standing == .stored, let state = try await RunState.load(run, from: ledger) { return state.accounts }
            // A call that was killed after the run's first event has carried out its orders.
            let orders = standing == .unknown ? orders : RunOrders(only: orders.only)
            let listing = try await directory.accounts()
            try listing.check(orders.only)
            let context = context(run, startedAt: clock.policy(), orders: orders, journal)
            let opening = try await open(context, version: version, isAgain: standing != .unknown)
            let settled = try await context.recovery.settleMessages()
            let state = RunState(
                startedAt: context.startedAt, only: orders.only, listing: listing, configuration: configuration,
                opening: opening, settled: settled)
            try await state.save(journal)
            return state.accounts
        }
    }

    /// Reads one account into the inventory. Takes no lease: all accounts of a run may be scanned at the same time.
    ///
    /// What was found is stored together, unless another scan of the account began later: then the account is scanned
    /// again. Throws `WatchRefusal.overtaken` as soon as another run has begun.
    package func scan(_ account: Account, in run: RunID) async throws -> ScanOutcome {
        try clock.checkAgainstAWS()
        for _ in 0..<Self.mostScans {
            try await checkNewest(run)
            // Of a call whose answer was lost.
            if let known = try await ledger.account(account.id)?.outcome(in: run, at: clock.policy()) { return known }
            let store = InventoryOverlay(over: ledger)
            let outcome = try await accountScan(store, Fence(number: 0, holder: run)).outcome(of: account, run: run)
            try await checkNewest(run)
            if try await store.flush(StagedScan(run: run, outcome: outcome), into: ledger) { return outcome }
        }
        throw LedgerError.failed(
            act: "storing what a scan of \(account.id) saw", why: "other scans of that account kept beginning")
    }

    private static var mostScans: Int { 3 }

    /// Cheaper than reading the run's state, which grows with the number of accounts.
    private func checkNewest(_ run: RunID) async throws {
        guard let newest = try await ledger.newestState() else { throw WatchRefusal.stageMissing("begin", run: run) }
        if newest != run { throw WatchRefusal.overtaken(run, by: newest) }
    }

    /// Decides once what to do, and stores the plan with its instant. An account whose scan is missing, or over an hour
    /// old, is unknown. Returns nil if an early end was requested before: called again, it continues with what it knows,
    /// for the same instant until an hour after it.
    @discardableResult
    package func decide(_ run: RunID) async throws -> Plan? {
        try await stage(run) { context, state in
            if let plan = state.plan { return plan }
            if let begun = state.decidesAt, clock.policy().timeIntervalSince(begun) >= Gate.longestRun {
                // Nothing would be done about a plan of that instant.
                (state.decidesAt, state.estate) = (nil, nil)
            }
            let at = state.decidesAt ?? clock.decisionInstant(startedAt: context.startedAt)
            state.decidesAt = at
            let reachabilities = Reachabilities(
                messenger: context.interruptibleMessenger, clock: clock, since: at, answers: state.answers)
            do {
                let estate = try await settledEstate(&state, context)
                let plan = try await DecisionStage(context: context, opening: state.opening)
                    .decide(estate, after: state.settled, at: at, asking: reachabilities).plan
                state.plan = plan
                state.answers = nil
                state.settingsDigest = SettingsSnapshot(settings).digest
                return plan
            } catch is Interruption {
                state.answers = await reachabilities.answers
                return nil
            }
        }
    }

    /// What the scans found, after earlier deactivations were settled by it; the same in all calls that decide.
    private func settledEstate(_ state: inout RunState, _ context: RunContext) async throws -> EstateScan.Result {
        if let known = state.estate { return await accountScan(context).withReaders(known, run: context.run) }
        let scanned = EstateScan.Result(
            of: state.listing, known: try await ledger.accounts(), only: state.only, run: context.run,
            at: clock.policy())
        let estate = await accountScan(context).withReaders(scanned, run: context.run)
        try await context.recovery.settleDeactivations(estate, &state.settled)
        state.estate = estate
        return estate
    }

    /// Carries out the plan until an early end is requested. Returns whether everything was done; if not, call it
    /// again.
    ///
    /// An hour after the decision nothing more is done: the next run decides about the rest. Throws
    /// `WatchRefusal.settingsChanged` if the plan was made with another configuration.
    package func act(_ run: RunID) async throws -> Bool {
        try await stage(run) { context, state in
            guard !state.isFinished, state.acted?.isComplete != true else { return true }
            let plan = try state.decided(run)
            guard state.settingsDigest == SettingsSnapshot(settings).digest else {
                throw WatchRefusal.settingsChanged(run)
            }
            guard clock.policy().timeIntervalSince(plan.at) < Gate.longestRun else { return true }
            let executor: PlanExecutor
            do {
                executor = try await self.executor(context, state, plan)
            } catch is Interruption {
                return false
            }
            if state.begunAt == nil {
                // Stored before anything is sent: the next call looks up what this one may have sent.
                state.begunAt = clock.policy()
                try await state.save(context.journal)
            }
            let acted = try await executor.act()
            state.acted = acted
            return acted.isComplete
        }
    }

    /// Records the run's last event and completes its summary. What was not done by then, the next run decides again.
    package func finish(_ run: RunID) async throws -> RunReport {
        try await stage(run) { context, state in
            let plan = try state.decided(run)
            var acted: PlanExecutor.Acted
            if state.isFinished, let known = state.acted {
                acted = known
            } else {
                acted = try await executor(context, state, plan).acted()
                if !acted.isComplete { acted.interrupt(plan) }
                acted.summary = try await ReportStage(context: context).report(acted, on: plan).summary
                (state.acted, state.isFinished) = (acted, true)
            }
            return RunReport(plan: plan.with(acted.activities), outcomes: acted.outcomes, summary: acted.summary)
        }
    }

    /// Carries on with a plan: what a killed call left open is settled like an earlier run's.
    private func executor(_ context: RunContext, _ state: RunState, _ plan: Plan) async throws -> PlanExecutor {
        guard let scanned = state.estate else { throw WatchRefusal.stageMissing("decide", run: context.run) }
        let concerned = Set(plan.actions.map(\.account.id))
        let estate = await accountScan(context).withReaders(scanned, run: context.run, only: concerned)
        var settled = try await context.recovery.settleMessages()
        try await context.recovery.settleDeactivations(estate, &settled)
        settled.unknownDeliveries.formUnion(state.settled.unknownDeliveries)
        return PlanExecutor(
            context: context, opening: state.opening,
            decision: DecisionStage.Decision(
                plan: plan, planner: context.planner(doubting: state.opening.doubt), readers: estate.readers,
                settled: settled, stopMessages: []),
            deactivator: deactivator,
            earlier: try await RunProgress(
                of: plan, run: context.run, acted: state.acted, begunAt: state.begunAt, in: ledger))
    }

    /// One stage of a run that has begun, under a lease of its own; then its state is stored.
    private func stage<Value: Sendable>(
        _ run: RunID, _ body: @escaping @Sendable (RunContext, inout RunState) async throws -> Value
    ) async throws -> Value {
        try await lease.hold(run, isStage: true) { journal in
            var state = try await opened(run)
            let context = context(run, startedAt: state.startedAt, orders: RunOrders(only: state.only), journal)
            let value = try await body(context, &state)
            try await state.save(journal)
            return value
        }
    }

    /// The state of a run that has begun and is the newest.
    private func opened(_ run: RunID) async throws -> RunState {
        guard try await standing(of: run) == .stored, let state = try await RunState.load(run, from: ledger) else {
            throw WatchRefusal.stageMissing("begin", run: run)
        }
        return state
    }

    /// How far a run has come.
    private enum Standing { case unknown, begun, stored }

    /// Throws `WatchRefusal.overtaken` if a newer run has begun.
    private func standing(of run: RunID) async throws -> Standing {
        let began = try await ledger.events(ofKind: .runStarted, in: .runs, since: Days.after(-2, clock.policy()))
        guard began.contains(where: { $0.run == run }) else { return .unknown }
        if let last = began.last?.run, last != run { throw WatchRefusal.overtaken(run, by: last) }
        return try await ledger.state(of: run) == nil ? .begun : .stored
    }
}

/// What a run began with, which none of its stages changes.
package struct BegunRun: Sendable {
    /// Those to scan.
    package let accounts: [Account]
    /// As it was given to `begin`.
    package let configuration: String?

    /// Nil where the run has not begun, or another one's state is newer.
    package init?(_ run: RunID, in ledger: any Ledger) async throws {
        guard let state = try await RunState.load(run, from: ledger) else { return nil }
        accounts = state.accounts
        configuration = state.configuration
    }
}

extension RunState {
    /// The accounts to scan.
    fileprivate var accounts: [Account] {
        listing.watched.filter { only.isEmpty || only.contains($0.id) }
    }

    fileprivate func decided(_ run: RunID) throws -> Plan {
        guard let plan else { throw WatchRefusal.stageMissing("decide", run: run) }
        return plan
    }
}
