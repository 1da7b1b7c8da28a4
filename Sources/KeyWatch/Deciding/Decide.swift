package import FoundationEssentials
package import KeyPolicy

/// Makes the plan: folds over users one at a time, keeps what is due, spreads late deadlines and applies the brake.
package struct Decide: Sendable {
    let ledger: any EventLog & InventoryStore
    let messenger: any Messenger
    /// Once `remembering()` was asked, with what the ledger adds to the configured policy.
    private(set) var settings: WatchSettings
    let clock: RunClock
    /// Why nobody can say that this ledger is the one the last run wrote; nil when it is.
    let ledgerDoubt: String?
    /// Runs that are lost and of which the ledger doesn't know even that yet.
    private let gap: LedgerGap?

    package init(
        ledger: any EventLog & InventoryStore, messenger: any Messenger, settings: WatchSettings, clock: RunClock,
        ledgerDoubt: String? = nil, gap: LedgerGap? = nil
    ) {
        self.gap = gap
        self.ledgerDoubt = ledgerDoubt
        self.ledger = ledger
        self.messenger = messenger
        self.settings = settings
        self.clock = clock
    }

    /// The same with what the ledger remembers: exemptions by command, runs that are lost.
    func remembering() async throws -> Decide {
        var copy = self
        copy.settings.policy = try await LedgerMemory(ledger: ledger).policy(settings.policy)
        if let gap { copy.settings.policy.gap = gap }
        return copy
    }

    /// - Parameters:
    ///   - now: the instant to decide at, on the policy clock.
    ///   - left: accounts that are in the inventory and no longer watched.
    ///   - unknownDeliveries: earlier messages whose fate could not be looked up.
    package func plan(
        _ outcomes: [ScanOutcome], left: [AbsentAccount], unknownDeliveries: Set<MessageID>, now: Date
    ) async throws -> Plan {
        try await remembering().make(outcomes, left: left, unknownDeliveries: unknownDeliveries, now: now)
    }

    private func make(
        _ outcomes: [ScanOutcome], left: [AbsentAccount], unknownDeliveries: Set<MessageID>, now: Date
    ) async throws -> Plan {
        var plan = Plan(at: now, accounts: outcomes)
        plan.left = left
        let shared = try await sharedSlackIDs(in: outcomes)
        let reachabilities = Reachabilities(messenger: messenger)
        var lateDeadlines: [LateSpread.Standing] = []
        var activeKeys: [AccountID: Int] = [:]
        for outcome in outcomes.sorted(by: { $0.account.id < $1.account.id }) {
            let known = try await knownSince(outcome)
            if known.isFirst, let since = known.since { plan.firstSeen[outcome.account.id] = since }
            let context = AccountContext(
                outcome: outcome, knownSince: known.since, shared: shared, unknownDeliveries: unknownDeliveries,
                now: now, usersWithEvents: try await ledger.usersWithEvents(in: outcome.account.id))
            try await fold(
                context, reachabilities: reachabilities, into: &plan, late: &lateDeadlines, active: &activeKeys)
        }
        var spread = LateSpread(
            policy: settings.policy, brake: settings.brake, activeKeys: activeKeys, now: now, standing: lateDeadlines)
        plan.actions = spread.spread(plan.actions)
        try await brake(&plan, activeKeys: activeKeys)
        return plan
    }

    /// What is the same for all users of an account.
    private struct AccountContext {
        let outcome: ScanOutcome
        let knownSince: Date?
        let shared: Set<SlackUserID>
        let unknownDeliveries: Set<MessageID>
        let now: Date
        let usersWithEvents: Set<UserID>
    }

    private func fold(
        _ context: AccountContext, reachabilities: Reachabilities, into plan: inout Plan,
        late: inout [LateSpread.Standing],
        active: inout [AccountID: Int]
    ) async throws {
        let account = context.outcome.account.id
        var unseen = context.usersWithEvents
        var after: UserID?
        while true {
            let page = try await ledger.users(in: account, after: after, limit: 200)
            for stored in page {
                unseen.remove(stored.user.id)
                plan.users += 1
                let activeHere = stored.user.keys.filter { $0.status == .active }.count
                plan.activeKeys += activeHere
                active[account, default: 0] += activeHere
            }
            // Missing from one complete scan: not gone yet, and not there to be acted on either.
            let present = page.filter { $0.missingSince == nil }.map(\.user)
            for decision in try await decide(present, context, reachabilities, &plan.problems) {
                plan.actions += decision.actions
                plan.held += decision.held
                plan.observations += decision.observations
                plan.owedCopies += decision.owedCopies
                plan.exemptions += decision.exemptions
                plan.findings += decision.findings
                late += decision.lateDeadlines
            }
            guard let last = page.last, page.count == 200 else { break }
            after = last.user.id
        }
        guard context.outcome.isComplete else { return }
        for user in unseen.sorted() { plan.observations += try await goneKeys(of: user, in: account) }
    }

    /// A user's histories, and what they say of the keys as they were last seen.
    private struct First {
        let user: User
        let histories: [AccessKeyID: KeyHistory]
        let decision: UserDecision

        var isDue: Bool {
            !decision.actions.isEmpty || !decision.observations.isEmpty || !decision.wantsLastUse.isEmpty
        }
    }

    /// Decides about a page of users. Whoever has something due is read again, all of them before the first is decided:
    /// one by one, a large estate would take minutes.
    private func decide(
        _ users: [User], _ context: AccountContext, _ reachabilities: Reachabilities, _ problems: inout [String]
    ) async throws -> [UserDecision] {
        let refresh = DueRefresh(outcome: context.outcome)
        var firsts: [First] = []
        for user in users {
            let user = await withUseOfBait(user, refresh, &problems)
            let histories =
                context.usersWithEvents.contains(user.id)
                ? try await histories(of: user.id, in: user.account) : [:]
            firsts.append(
                First(user: user, histories: histories, decision: decision(user, histories, context, .reachable)))
        }
        guard context.outcome.isComplete else { return firsts.map(\.decision) }
        let listings = await refresh.listed(firsts.filter(\.isDue).map(\.user))
        var decisions: [UserDecision] = []
        for first in firsts {
            guard let listing = listings[first.user.id] else {
                decisions.append(first.decision)
                continue
            }
            decisions.append(await decide(first, as: listing, refresh, context, reachabilities, &problems))
        }
        return decisions
    }

    /// Decides again, with the user's keys as they are now.
    private func decide(
        _ first: First, as listing: Result<User?, any Error>, _ refresh: DueRefresh, _ context: AccountContext,
        _ reachabilities: Reachabilities, _ problems: inout [String]
    ) async -> UserDecision {
        let listed: User
        do {
            guard let found = try listing.get() else { return first.decision.heldBack("the user is gone") }
            listed = found
        } catch {
            problems.append(
                "\(first.user.name) in \(first.user.account) could not be read again before a word was sent: \(error)")
            return first.decision.heldBack("\(error)")
        }
        let addressee = addressee(of: listed, context)
        let reachability = await reachabilities.of(addressee.recipient)
        let second = decision(listed, first.histories, context, reachability)
        let due = Set(second.actions.map(\.key.id)).union(second.wantsLastUse)
        let complete = await refresh.withLastUse(listed, of: due)
        return complete == listed ? second : decision(complete, first.histories, context, reachability)
    }

    /// The report's word on use is hours old; an alarm can't wait for it.
    private func withUseOfBait(_ user: User, _ refresh: DueRefresh, _ problems: inout [String]) async -> User {
        guard settings.policy.isDecoy(user), refresh.outcome.isComplete else { return user }
        let user = await refresh.withLastUse(user, of: Set(user.keys.map(\.id)), isKnownAlready: false)
        for key in user.keys {
            guard case .unknown(let why) = key.lastUse else { continue }
            problems.append(
                "Whether the decoy \(user.name) in \(user.account) was used (\(key.id.masked)) is not known: \(why)")
        }
        return user
    }

    private func decision(
        _ user: User, _ histories: [AccessKeyID: KeyHistory], _ context: AccountContext, _ reachability: Reachability
    ) -> UserDecision {
        var unknown: String?
        if case .unknown(let why) = reachability { unknown = why }
        let standIn = settings.standIn(in: user.account)
        return UserDecision(
            Situation(
                user: user, account: context.outcome.account, mode: settings.mode(in: user.account),
                isAccountComplete: context.outcome.isComplete, accountKnownSince: context.knownSince,
                histories: histories,
                addressee: addressee(of: user, context).after(reachability, standIn: standIn)
                    .after(histories.values, standIn: standIn, policy: settings.policy, now: context.now),
                addresseeUnknown: unknown, unknownDeliveries: context.unknownDeliveries,
                clocksAgree: clock.agreesWithAWS, ledgerDoubt: ledgerDoubt, now: context.now,
                gateNow: clock.earlier(context.now)),
            policy: settings.policy)
    }

    private func addressee(of user: User, _ context: AccountContext) -> Addressee {
        Addressee(
            owner: user.owner, teams: settings.teams, shared: context.shared,
            treatsUntaggedAsEngineers: settings.policy.treatsUntaggedAsEngineers,
            standIn: settings.standIn(in: user.account))
    }

    private func brake(_ plan: inout Plan, activeKeys: [AccountID: Int]) async throws {
        let due = plan.deactivations
        guard !due.isEmpty else { return }
        let memory = LedgerMemory(ledger: ledger)
        let past = try await memory.deactivations(since: plan.at.addingTimeInterval(-Brake.window))
        let sorted = settings.brake.sort(
            due, past: past, activeKeys: activeKeys, released: try await memory.released(at: plan.at), now: plan.at)
        let go = Set(sorted.go.map(\.id))
        plan.actions.removeAll { action in
            if case .deactivate = action.kind { !go.contains(action.id) } else { false }
        }
        for (action, reason) in sorted.held {
            plan.held.append(
                HeldKey(
                    account: action.account, user: action.user, key: action.key, ageDays: action.ageDays,
                    addressee: action.addressee, reason: reason))
            plan.observations.append(Observation(address: action.address, event: .heldByBrake))
        }
    }
}
