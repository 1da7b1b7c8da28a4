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
    ///   - reachabilities: keeps the answers if this is interrupted; nil to begin without any.
    package func plan(
        _ outcomes: [ScanOutcome], readers: [AccountID: any AccountReader], left: [AbsentAccount],
        unknownDeliveries: Set<MessageID>, now: Date, asking reachabilities: Reachabilities? = nil
    ) async throws -> Plan {
        try await remembering(at: now).make(
            outcomes, readers: readers, left: left, unknownDeliveries: unknownDeliveries, now: now,
            reachabilities ?? Reachabilities(messenger: messenger, clock: clock, since: now))
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

    /// A user's histories, and the decision about the keys as they were last seen.
    private struct First {
        let user: User
        let histories: [AccessKeyID: KeyHistory]
        let decision: UserDecision

        var isDue: Bool {
            !decision.actions.isEmpty || !decision.observations.isEmpty || !decision.wantsLastUse.isEmpty
        }
    }

    /// Decides about a page of users. Users with something due are read again, several at once: one by one, a large
    /// organization would take minutes.
    func decide(
        _ users: [User], _ context: AccountContext, _ reachabilities: Reachabilities, _ problems: inout [Problem]
    ) async throws -> [UserDecision] {
        let refresh = DueRefresh(outcome: context.outcome, reader: context.reader)
        var firsts: [First] = []
        for user in users {
            let user = await withUseOfBait(user, refresh, &problems)
            let histories =
                context.usersWithEvents.contains(user.id)
                ? try await histories(of: user.id, in: user.account) : [:]
            // Of the people who are not known to have left, only those with something due matter.
            let leaver = await reachabilities.leaver(user.owner)
            let answer: Reachability = leaver == nil ? .reachable : .unreachable(.personLeft)
            let decision = decision(user, histories, context, answer, leaver: leaver)
            firsts.append(First(user: user, histories: histories, decision: decision))
        }
        guard context.outcome.isComplete else { return firsts.map(\.decision) }
        let listings = await refresh.listed(firsts.filter(\.isDue).map(\.user))
        var decisions: [UserDecision] = []
        for first in firsts {
            guard let listing = listings[first.user.id] else {
                decisions.append(first.decision)
                continue
            }
            try clock.checkEnd()
            decisions.append(await decide(first, as: listing, refresh, context, reachabilities, &problems))
        }
        return decisions
    }

    /// Decides again, with the user's keys as they are now.
    private func decide(
        _ first: First, as listing: Result<User?, any Error>, _ refresh: DueRefresh, _ context: AccountContext,
        _ reachabilities: Reachabilities, _ problems: inout [Problem]
    ) async -> UserDecision {
        let listed: User
        do {
            guard let found = try listing.get() else { return first.decision.heldBack("the user is gone") }
            listed = found
        } catch {
            problems.append(
                Problem(
                    .userNotReadAgain, about: .user(first.user.name, in: first.user.account),
                    "\(first.user.name) in \(first.user.account) could not be read again before a message was sent: "
                        + "\(error)"))
            return first.decision.heldBack("\(error)")
        }
        let addressee = addressee(of: listed, context)
        let reachability = await reachabilities.of(addressee.recipient)
        let leaver = await reachabilities.leaver(listed.owner)
        let second = decision(listed, first.histories, context, reachability, leaver: leaver)
        let due = Set(second.actions.map(\.key.id)).union(second.wantsLastUse)
        let complete = await refresh.withLastUse(listed, of: due)
        let last =
            complete == listed ? second : decision(complete, first.histories, context, reachability, leaver: leaver)
        guard case .unlisted = reachability else { return last }
        return last.withUnclearAnswer(about: addressee.recipient, due: first.decision.actions)
    }

    /// The report's last use is hours old; an alarm can't wait for it.
    private func withUseOfBait(_ user: User, _ refresh: DueRefresh, _ problems: inout [Problem]) async -> User {
        guard settings.policy.isDecoy(user), refresh.outcome.isComplete else { return user }
        let user = await refresh.withLastUse(user, of: Set(user.keys.map(\.id)), isKnownAlready: false)
        for key in user.keys {
            guard case .unknown(let why) = key.lastUse else { continue }
            problems.append(
                Problem(
                    .decoyNotRead, about: .account(user.account),
                    "It is unknown whether the decoy \(user.name) in \(user.account) was used (\(key.id.masked)): "
                        + "\(why)"
                ))
        }
        return user
    }

    private func decision(
        _ user: User, _ histories: [AccessKeyID: KeyHistory], _ context: AccountContext,
        _ reachability: Reachability, leaver: Recipient?
    ) -> UserDecision {
        let standIn = settings.standIn(in: user.account)
        let byTags = addressee(of: user, context)
        let addressee = byTags.after(reachability, standIn: standIn)
            .after(histories.values, standIn: standIn, policy: settings.policy, now: context.now)
        let unknown = reachability.doubt(hasMoved: addressee.recipient != byTags.recipient)
        let decision = UserDecision(
            DecisionInput(
                user: user, account: context.outcome.account, mode: settings.mode(in: user.account),
                isAccountComplete: context.outcome.isComplete, accountKnownSince: context.knownSince,
                histories: histories,
                addressee: addressee,
                addresseeUnknown: unknown, leaver: leaver, securityChannel: settings.securityChannel?.rawValue,
                unknownDeliveries: context.unknownDeliveries,
                clocksAgree: clock.agreesWithAWS, ledgerDoubt: ledgerDoubt, now: context.now,
                gateNow: clock.earlier(context.now), latest: clock.later(context.now)),
            policy: settings.policy)
        guard let before = narrowedAlone, decision.actions.contains(where: \.isDeactivation) else { return decision }
        return decision.narrowed(by: before.decision(user, histories, context, reachability, leaver: leaver))
    }

    func addressee(of user: User, _ context: AccountContext) -> Addressee {
        Addressee(
            owner: user.owner, teams: settings.teams, shared: context.shared,
            treatsUntaggedAsEngineers: settings.policy.treatsUntaggedAsEngineers,
            standIn: settings.standIn(in: user.account))
    }
}
