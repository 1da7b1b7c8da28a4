import FoundationEssentials
package import KeyPolicy

/// The run as stages that are called one by one, each in a process of its own if need be: `begin`, `scan`, `decide`,
/// `act` until it has done everything, `finish`.
///
/// Each takes the lease for itself and gives it back; between them the run is open. Each can be called again, after its
/// answer was lost or its process was killed: what was done is not done twice. While another call works, or until the
/// lease of a killed one is over, a call throws `WatchRefusal.leaseHeld`. A run that another one has overtaken throws
/// `WatchRefusal.overtaken`: the newer one has settled what was left.
extension Watch {
    /// Begins a run and settles messages of earlier ones. Throws as `run` does.
    package func begin(_ run: RunID, version: String, orders: RunOrders = RunOrders()) async throws {
        try await clock.interruptible(messenger).check()
        try await lease.hold(run, isStage: true) { journal in
            let standing = try await standing(of: run)
            guard standing != .stored else { return }
            // A call that was killed after the run's first event has carried out its orders.
            let orders = standing == .begun ? RunOrders(only: orders.only) : orders
            let context = context(run, startedAt: clock.policy(), orders: orders, journal)
            let opening = try await open(context, version: version, isAgain: standing == .begun)
            let settled = try await context.recovery.settleMessages()
            try await RunState(startedAt: context.startedAt, only: orders.only, opening: opening, settled: settled)
                .save(journal)
        }
    }

    /// Reads every account into the inventory.
    package func scan(_ run: RunID) async throws {
        try await stage(run) { context, state in
            guard state.scanned(at: clock.policy()) == nil else { return }
            state.estate = try await scan(context)
            state.scannedAt = context.clock.policy()
        }
    }

    /// Decides once what to do, and stores the plan with its instant. A scan that is over an hour old is no basis.
    package func decide(_ run: RunID) async throws {
        try await stage(run) { context, state in
            guard state.plan == nil else { return }
            guard let scanned = state.scanned(at: clock.policy()) else {
                throw WatchRefusal.stageMissing("scan", run: run)
            }
            let estate = await accountScan(context).withReaders(scanned, run: run)
            let settled = try await context.recovery.settleDeactivations(estate, after: state.settled)
            state.plan = try await DecisionStage(context: context, opening: state.opening)
                .decide(estate, after: settled).plan
            state.settingsDigest = SettingsSnapshot(settings).digest
        }
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
        guard let scanned = state.estate else { throw WatchRefusal.stageMissing("scan", run: context.run) }
        let estate = await accountScan(context).withReaders(scanned, run: context.run)
        var settled = try await context.recovery.settleMessages()
        settled = try await context.recovery.settleDeactivations(estate, after: settled)
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
            guard try await standing(of: run) == .stored, var state = try await RunState.load(run, from: ledger) else {
                throw WatchRefusal.stageMissing("begin", run: run)
            }
            let context = context(run, startedAt: state.startedAt, orders: RunOrders(only: state.only), journal)
            let value = try await body(context, &state)
            try await state.save(journal)
            return value
        }
    }

    /// How far a run has come.
    private enum Standing { case unknown, begun, stored }

    /// Throws `WatchRefusal.overtaken` if a newer run has begun.
    private func standing(of run: RunID) async throws -> Standing {
        let began = try await ledger.events(ofKind: .runStarted, in: .runs, since: .distantPast)
        guard began.contains(where: { $0.run == run }) else { return .unknown }
        if let last = began.last?.run, last != run { throw WatchRefusal.overtaken(run, by: last) }
        return try await ledger.state(of: run) == nil ? .begun : .stored
    }
}

extension RunState {
    /// What was scanned within the last hour.
    fileprivate func scanned(at now: Date) -> EstateScan.Result? {
        guard let scannedAt, now.timeIntervalSince(scannedAt) < Gate.longestRun else { return nil }
        return estate
    }

    fileprivate func decided(_ run: RunID) throws -> Plan {
        guard let plan else { throw WatchRefusal.stageMissing("decide", run: run) }
        return plan
    }
}
