package import FoundationEssentials
package import KeyPolicy

/// Makes the plan: folds over users one at a time, keeps what is due, finds room for deadlines and applies the brake.
package struct Planner: Sendable {
    let ledger: any DecisionLedger
    let messenger: any ReachabilitySource
    /// After `remembering()`, with what the ledger adds to the configured policy.
    private(set) var settings: WatchSettings
    let clock: RunClock
    /// Why it is unknown whether this ledger is the newest one; nil when it is known.
    private(set) var ledgerDoubt: String?
    /// The settings that a deactivation needs as well, where the configuration enforces more since today; nil where it
    /// doesn't.
    private(set) var narrowed: WatchSettings?
    private let configured: WatchSettings
    /// What other ledgers promised that this one doesn't know yet.
    private let floors: [AccountID: LedgerFloor]

    package init(
        ledger: any DecisionLedger, messenger: any ReachabilitySource, settings: WatchSettings, clock: RunClock,
        ledgerDoubt: String? = nil, floors: [AccountID: LedgerFloor] = [:]
    ) {
        self.floors = floors
        self.ledgerDoubt = ledgerDoubt
        self.ledger = ledger
        self.messenger = messenger
        self.settings = settings
        configured = settings
        self.clock = clock
    }

    /// The same with what the ledger has now: exemptions by command, stops, lost runs, the configuration in force
    /// until today.
    func remembering(at now: Date? = nil) async throws -> Planner {
        var copy = self
        copy.settings = try await remembering(configured)
        copy.narrowed = nil
        if let before = try await SettingsRecord(ledger: ledger).narrowed(configured, at: now ?? clock.policy()) {
            copy.narrowed = try await remembering(before)
        }
        return copy
    }

    private func remembering(_ settings: WatchSettings) async throws -> WatchSettings {
        var settings = settings
        settings.policy = try await EffectivePolicy(ledger: ledger).policy(settings.policy)
        settings.policy.floors.merge(floors) { $0.until > $1.until ? $0 : $1 }
        return settings
    }

    /// The same with one more reason to doubt the ledger.
    func doubting(_ why: String?) -> Planner {
        var copy = self
        copy.ledgerDoubt = ledgerDoubt ?? why
        return copy
    }

    /// A planner with only the configuration in force until today; nil where it is the same.
    var narrowedAlone: Planner? {
        guard let narrowed else { return nil }
        var copy = self
        (copy.settings, copy.narrowed) = (narrowed, nil)
        return copy
    }

    /// - Parameters:
    ///   - readers: the accounts that can be reached; what is due is read again.
    ///   - now: the instant to decide at, on the policy clock.
    ///   - left: accounts that are in the inventory and no longer watched.
    ///   - unknownDeliveries: earlier messages that could not be looked up.
    package func plan(
        _ outcomes: [ScanOutcome], readers: [AccountID: any AccountReader], left: [AbsentAccount],
        unknownDeliveries: Set<MessageID>, now: Date
    ) async throws -> Plan {
        try await plan(
            outcomes, readers: readers, left: left, unknownDeliveries: unknownDeliveries, now: now,
            asking: Reachabilities(messenger: messenger, clock: clock, since: clock.policy()))
    }

    /// - Parameter reachabilities: keeps Slack's answers if this is interrupted.
    func plan(
        _ outcomes: [ScanOutcome], readers: [AccountID: any AccountReader], left: [AbsentAccount],
        unknownDeliveries: Set<MessageID>, now: Date, asking reachabilities: Reachabilities
    ) async throws -> Plan {
        try await remembering(at: now).make(
            outcomes, readers: readers, left: left, unknownDeliveries: unknownDeliveries, now: now, reachabilities)
    }

    private func make(
        _ outcomes: [ScanOutcome], readers: [AccountID: any AccountReader], left: [AbsentAccount],
        unknownDeliveries: Set<MessageID>, now: Date, _ reachabilities: Reachabilities
    ) async throws -> Plan {
        var plan = Plan(at: now, accounts: outcomes)
        plan.left = left
        let owners = try await owners(seen: outcomes, left: left)
        let shared = owners.shared
        await reachabilities.askWhoLeft(owners.people(at: now))
        var counts = Counts()
        for outcome in outcomes.sorted(by: { $0.account.id < $1.account.id }) {
            let known = try await knownSince(outcome)
            if known.isFirst, let since = known.since { plan.firstSeen[outcome.account.id] = since }
            let context = AccountContext(
                outcome: outcome, reader: readers[outcome.account.id], knownSince: known.since, shared: shared,
                unknownDeliveries: unknownDeliveries,
                now: now, usersWithEvents: try await ledger.usersWithEvents(in: outcome.account.id))
            try await fold(context, reachabilities: reachabilities, into: &plan, &counts)
        }
        let past = try await EffectivePolicy(ledger: ledger).deactivations(around: now)
        stopAfterLeavers(&plan)
        try await giveRoom(&plan, counts, past)
        holdWhatIsStopped(&plan)
        try await brake(&plan, counts, past)
        plan.findings = plan.findings.inOrder()
        plan.weeklyList = try await weeklyList(of: plan)
        return plan
    }

    /// What the fold counts for the later steps.
    struct Counts {
        /// Active keys by account.
        var active: [AccountID: Int] = [:]
        /// Those that are deactivated if nobody rotates them, or would be in mode enforce.
        var enforceable: [AccountID: Int] = [:]
        /// Keys that are not active.
        var inactive: Set<KeyAddress> = []
        /// Keys that have waited for their turn before, and when that was last recorded.
        var waiting: [KeyAddress: Date] = [:]
    }

    /// What is the same for all users of an account.
    struct AccountContext {
        let outcome: ScanOutcome
        let reader: (any AccountReader)?
        let knownSince: Date?
        let shared: Set<SlackUserID>
        let unknownDeliveries: Set<MessageID>
        let now: Date
        let usersWithEvents: Set<UserID>
    }

    private func fold(
        _ context: AccountContext, reachabilities: Reachabilities, into plan: inout Plan, _ counts: inout Counts
    ) async throws {
        let account = context.outcome.account.id
        var unseen = context.usersWithEvents
        var after: UserID?
        var changes = OwnerChanges()
        while true {
            try clock.checkEnd()
            let page = try await ledger.users(in: account, after: after, limit: 200)
            for stored in page {
                unseen.remove(stored.user.id)
                plan.users += 1
                let active = stored.user.keys.filter { $0.status == .active }
                plan.activeKeys += active.count
                plan.withinMaximum += active.count { $0.age(at: context.now) < settings.policy.deactivateAt }
                if stored.user.owner.type == .engineer {
                    plan.oldestEngineerKey =
                        (active.map { $0.age(at: context.now) } + [plan.oldestEngineerKey].compactMap(\.self)).max()
                }
                counts.active[account, default: 0] += active.count
                counts.inactive.formUnion(stored.user.inactiveKeys)
                counts.enforceable[account, default: 0] += settings.policy.enforceable(stored.user, at: context.now)
            }
            // A user missing from one complete scan is not gone yet, but nothing is done about it either.
            let present = page.filter { $0.missingSince == nil }.map(\.user)
            for decision in try await decide(present, context, reachabilities, &plan.problems) {
                plan.actions += decision.actions
                plan.held += decision.held
                plan.observations += decision.observations
                plan.missingCopies += decision.missingCopies
                plan.exemptions += decision.exemptions
                plan.findings += decision.findings
                counts.waiting.merge(decision.waiting) { $1 }
            }
            await compare(page, context, reachabilities, &changes, &plan)
            guard let last = page.last, page.count == 200 else { break }
            after = last.user.id
        }
        guard context.outcome.isComplete else { return }
        try await stop(after: changes, in: account, &plan)
        for user in unseen.sorted() { plan.observations += try await goneKeys(of: user, in: account) }
    }
}
