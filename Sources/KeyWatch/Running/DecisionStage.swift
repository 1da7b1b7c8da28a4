import FoundationEssentials
import KeyPolicy

/// Decides once per run what to do, and records what it found before anything is done about it.
struct DecisionStage: Sendable {
    let context: RunContext
    let opening: RunOpening.Result

    /// The plan, and what acting on it needs besides.
    struct Decision: Sendable {
        var plan: Plan
        /// Asked again just before each deactivation.
        let planner: Planner
        /// The accounts that can be reached.
        let readers: [AccountID: any AccountReader]
        /// What an earlier run left open, and what is still open.
        let settled: RunRecovery.Result
        /// Sent before anything is deactivated: an alarm doesn't wait.
        let stopMessages: [OutboxMessage]
    }

    /// Throws `Interruption` when an early end was requested before the plan was recorded.
    func decide(
        _ estate: EstateScan.Result, after settled: RunRecovery.Result, at now: Date,
        asking reachabilities: Reachabilities
    ) async throws -> Decision {
        let (ledger, clock) = (context.ledger, context.clock)
        let record = InboxRecord(ledger: ledger, composer: context.composer, clock: clock, run: context.run)
        let restores = RestoreStops(ledger: ledger, policy: context.settings.policy)
        var stopMessages = try await record.raise(try await restores.due(at: clock.policy()))

        context.progress(.deciding)
        let planner = context.planner(doubting: opening.doubt)
        let departures = Departures(ledger: ledger, clock: clock)
        let left = try await departures.unreported(estate.left)
        let leaving = try await departures.facts(about: estate.outcomes, left: left)
        var plan = try await planner.plan(
            estate.outcomes, readers: estate.readers, left: left, unknownDeliveries: settled.unknownDeliveries,
            now: now,
            asking: reachabilities)
        let watched = Set(estate.outcomes.map(\.account.id))
        let others = try await EffectivePolicy(ledger: ledger).otherLedgers(in: watched, at: context.startedAt)
        plan.problems += opening.remarks + others + settled.problems + (try await unmatched(in: estate, at: now))
        try clock.checkEnd()
        // Recorded before the owners are kept: a run that ends in between sees the change again.
        stopMessages += try await record.raise(plan.newStops)
        try await keepOwners(plan)
        try await context.journal.record(facts(of: plan) + leaving)
        try await context.journal.savePlan(try PlanDocument(plan).json())
        return Decision(
            plan: plan, planner: planner, readers: estate.readers, settled: settled, stopMessages: stopMessages)
    }

    /// Entries of the configuration that match nothing.
    private func unmatched(in estate: EstateScan.Result, at now: Date) async throws -> [Problem] {
        try await SelectorSearch(inventory: context.ledger, settings: context.settings)
            .unmatched(in: estate.listing, complete: estate.complete, now: now).map(\.problem)
    }

    private func facts(of plan: Plan) -> [NewEvent] {
        plan.firstSeen.sorted { $0.key < $1.key }.map { .about($0.key, .known(since: $0.value), at: plan.at) }
            + plan.observations.map { .about($0.address, $0.event, at: plan.at) } + exemptionsSeen(plan)
    }

    /// The time of exemptions that are too long counts from the first run that sees them.
    private func exemptionsSeen(_ plan: Plan) -> [NewEvent] {
        plan.exemptions.filter {
            $0.exemption.cutAt == nil && $0.exemption.isTooLong(at: plan.at, policy: context.settings.policy)
        }
        .map { .exemptionSeen($0.exemption.sight, in: $0.account.id, user: $0.user.id, at: plan.at) }
    }

    /// Keeps the owners that the next run compares with.
    private func keepOwners(_ plan: Plan) async throws {
        for (account, users) in Dictionary(grouping: plan.changedOwners, by: \.user.account).sorted(by: {
            $0.key < $1.key
        }) {
            try await context.ledger.save(users, removing: [], in: account, fence: context.journal.fence)
        }
    }
}
