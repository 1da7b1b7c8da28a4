import FoundationEssentials
package import KeyPolicy

/// The run as stages that are called one by one, each in a process of its own if need be: `begin`, `scan`, `decide`,
/// `act` until it has done everything, `finish`.
///
/// Each takes the lease for itself and gives it back; between them the run is open. Each can be called again, after its
/// answer was lost or its process was killed: what was done is not done twice. A run that another one has overtaken
/// throws `WatchRefusal.overtaken`: the newer one has settled what was left.
extension Watch {
    /// Begins a run and settles messages of earlier ones. Throws as `run` does.
    package func begin(_ run: RunID, version: String, orders: RunOrders = RunOrders()) async throws {
        try await clock.interruptible(messenger).check()
        try await lease.hold(run, isStage: true) { journal in
            guard try await !isBegun(run) else { return }
            let context = context(run, startedAt: clock.policy(), orders: orders, journal)
            let opening = try await open(context, version: version)
            let settled = try await interruptible(context) { try await context.recovery.settleMessages() }
            try await RunState(startedAt: context.startedAt, only: orders.only, opening: opening, settled: settled)
                .save(journal)
        }
    }

    /// Reads every account into the inventory.
    package func scan(_ run: RunID) async throws {
        try await stage(run) { context, state in
            guard state.estate == nil else { return }
            state.estate = try await scan(context)
        }
    }

    /// Decides once what to do, and stores the plan with its instant.
    package func decide(_ run: RunID) async throws {
        try await stage(run) { context, state in
            guard state.plan == nil else { return }
            let estate = await accountScan(context).withReaders(try state.scanned(run), run: run)
            let settled = try await context.recovery.settleDeactivations(estate, after: state.settled)
            state.plan = try await DecisionStage(context: context, opening: state.opening)
                .decide(estate, after: settled).plan
        }
    }

    /// Carries out the plan until an early end is requested. Returns whether everything was done; if not, call it
    /// again.
    ///
    /// An hour after the decision only what is no longer in question is left; the next run decides about the rest.
    package func act(_ run: RunID) async throws -> Bool {
        try await stage(run) { context, state in
            guard !state.isFinished, state.acted?.isComplete != true else { return true }
            let plan = try state.decided(run)
            let estate = await accountScan(context).withReaders(try state.scanned(run), run: run)
            // What a killed call left open is settled like an earlier run's.
            var settled = try await context.recovery.settleMessages()
            settled = try await context.recovery.settleDeactivations(estate, after: settled)
            settled.unknownDeliveries.formUnion(state.settled.unknownDeliveries)
            let progress = try await RunProgress(of: plan, run: run, acted: state.acted, in: ledger)
            let acted = try await PlanExecutor(
                context: context, opening: state.opening,
                decision: DecisionStage.Decision(
                    plan: plan, planner: context.planner(doubting: state.opening.doubt), readers: estate.readers,
                    settled: settled, stopMessages: []),
                deactivator: deactivator, earlier: progress
            ).act()
            state.acted = acted
            return acted.isComplete
        }
    }

    /// Records the run's last event and completes its summary. What was not done by then, the next run decides again.
    package func finish(_ run: RunID) async throws -> RunReport {
        try await stage(run) { context, state in
            let plan = try state.decided(run)
            guard var acted = state.acted else { throw WatchRefusal.stageMissing("act", run: run) }
            if !state.isFinished {
                if !acted.isComplete { acted.interrupt(plan) }
                let report = try await ReportStage(context: context).report(acted, on: plan)
                acted.summary = report.summary
                (state.acted, state.isFinished) = (acted, true)
            }
            return RunReport(
                plan: plan.with(acted.activities), outcomes: acted.outcomes, summary: acted.summary)
        }
    }

    /// One stage of a run that has begun, under a lease of its own; then its state is stored.
    private func stage<Value: Sendable>(
        _ run: RunID, _ body: @escaping @Sendable (RunContext, inout RunState) async throws -> Value
    ) async throws -> Value {
        try await lease.hold(run, isStage: true) { journal in
            guard try await isBegun(run), var state = try await RunState.load(run, from: ledger) else {
                throw WatchRefusal.stageMissing("begin", run: run)
            }
            let context = context(run, startedAt: state.startedAt, orders: RunOrders(only: state.only), journal)
            let value = try await body(context, &state)
            try await state.save(journal)
            return value
        }
    }

    /// Whether the run has begun and its state is stored. Throws `WatchRefusal.overtaken` if a newer run has begun.
    private func isBegun(_ run: RunID) async throws -> Bool {
        let began = try await ledger.events(ofKind: .runStarted, in: .runs, since: .distantPast)
        if began.contains(where: { $0.run == run }), let last = began.last?.run, last != run {
            throw WatchRefusal.overtaken(run, by: last)
        }
        return try await ledger.state(of: run) != nil
    }
}

extension RunState {
    fileprivate func scanned(_ run: RunID) throws -> EstateScan.Result {
        guard let estate else { throw WatchRefusal.stageMissing("scan", run: run) }
        return estate
    }

    fileprivate func decided(_ run: RunID) throws -> Plan {
        guard let plan else { throw WatchRefusal.stageMissing("decide", run: run) }
        return plan
    }
}
