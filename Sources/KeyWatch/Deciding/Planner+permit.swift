import FoundationEssentials
import KeyPolicy

extension Planner {
    /// Asks the gate again, with the user and key as they are in AWS now, and their events in the ledger. The caller
    /// has called `remembering()`.
    ///
    /// - Parameter shared: ``sharedSlackIDs(seen:left:)`` of the plan's accounts.
    func permit(
        for action: PlannedAction, as current: User, plan: Plan, shared: Set<SlackUserID>
    ) async throws -> Result<DeactivationPermit, HeldBack> {
        if let changed = changed(action, current) { return .failure(changed) }
        switch try await facts(about: action, as: current, plan: plan, shared: shared) {
        case .failure(let held): return .failure(held)
        case .success(let found):
            let permit = Gate.permit(found.facts, policy: settings.policy).mapError { held in
                HeldBack(reason: held.reason, observed: found.observed)
            }
            guard case .success = permit, let before = narrowedAlone else { return permit }
            return try await before.facts(about: action, as: current, plan: plan, shared: shared)
                .flatMap { Gate.permit($0.facts, policy: before.settings.policy) }
                .mapError { HeldBack(reason: .settingsChanged($0.reason.text)) }.flatMap { _ in permit }
        }
    }

    /// The first difference from what was decided about; nil when there is none.
    private func changed(_ action: PlannedAction, _ current: User) -> HeldBack? {
        func held(_ what: String) -> HeldBack { HeldBack(reason: .changedSinceDecision(what)) }
        guard current.id == action.user.id, current.account == action.user.account else {
            return held("the name belongs to another user")
        }
        guard let key = current.keys.first(where: { $0.id == action.key.id }) else {
            return HeldBack(reason: .changedSinceDecision("the key was gone"), observed: [.gone])
        }
        // A promise to a person is not carried out on a machine's key, nor the other way round.
        guard current.owner.type == action.user.owner.type else {
            return held("the user's `type` tag had another value")
        }
        return key.createdAt == action.key.createdAt ? nil : held("the key had another creation date")
    }

    private struct Found {
        let facts: Gate.Facts
        /// What reading the key again shows and the ledger doesn't have yet.
        let observed: [KeyEvent]
    }

    private func facts(
        about action: PlannedAction, as current: User, plan: Plan, shared: Set<SlackUserID>
    ) async throws -> Result<Found, HeldBack> {
        guard let key = current.keys.first(where: { $0.id == action.key.id }) else {
            return .failure(HeldBack(reason: .changedSinceDecision("the key was gone")))
        }
        let histories = try await histories(of: current.id, in: current.account)
        let now = clock.policy()
        let addressee: Addressee
        switch try await today(current, histories, shared: shared, now: now) {
        case .failure(let held): return .failure(held)
        case .success(let found): addressee = found
        }
        let history = histories[key.id] ?? KeyHistory()
        let mode = settings.mode(in: current.account)
        let round = RoundState(
            history,
            today: RoundState.Today(
                of: key.id, user: current, history: history, addressee: addressee, mode: mode,
                policy: settings.policy, now: now, gateNow: clock.earlier(now),
                securityChannel: settings.securityChannel?.rawValue),
            policy: settings.policy)
        let isSwitchedOff =
            key.status != .active && history.ended == nil && !history.notices.isEmpty && !history.isInLastRound
        let end = isSwitchedOff ? .switchedOff : round.endsNow
        return .success(
            Found(
                facts: Gate.Facts(
                    key: key, user: current, round: round, mode: mode,
                    isAccountComplete: plan.accounts.first { $0.account.id == current.account }?.isComplete ?? false,
                    clocksAgree: clock.agreesWithAWS, ledgerDoubt: ledgerDoubt,
                    stop: settings.policy.stops.holding(current), now: clock.earlier(now),
                    latest: clock.later(now)),
                observed: end.map { [.roundEnded(reason: $0)] } ?? []))
    }

    /// The user's recipient now; held while Slack can't say whether a person can be reached.
    func today(
        _ user: User, _ histories: [AccessKeyID: KeyHistory], shared: Set<SlackUserID>, now: Date
    ) async throws -> Result<Addressee, HeldBack> {
        let standIn = settings.standIn(in: user.account)
        let addressee = Addressee(
            owner: user.owner, teams: settings.teams, shared: shared,
            treatsUntaggedAsEngineers: settings.policy.treatsUntaggedAsEngineers, standIn: standIn)
        if case .person(let person) = addressee.recipient {
            let reachability = await messenger.reachability(of: person)
            let moved = addressee.after(reachability, standIn: standIn)
                .after(histories.values, standIn: standIn, policy: settings.policy, now: now)
            if let why = reachability.doubt(hasMoved: moved.recipient != addressee.recipient) {
                return .failure(HeldBack(reason: .recipientUnknown(why)))
            }
            return .success(moved)
        }
        return .success(addressee.after(histories.values, standIn: standIn, policy: settings.policy, now: now))
    }
}
