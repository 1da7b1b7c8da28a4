import FoundationEssentials
import KeyPolicy

extension Decide {
    /// Asks the gate again, with the user and key as AWS has them now and the ledger as it is now.
    func permit(
        for action: PlannedAction, as current: User, plan: Plan
    ) async throws -> Result<DeactivationPermit, HeldBack> {
        func held(_ what: String) -> Result<DeactivationPermit, HeldBack> {
            .failure(HeldBack(reason: .changedSinceDecision(what)))
        }
        guard current.id == action.user.id, current.account == action.user.account else {
            return held("the name belongs to another user")
        }
        guard let key = current.keys.first(where: { $0.id == action.key.id }) else { return held("the key was gone") }
        guard key.createdAt == action.key.createdAt else { return held("the key had another creation date") }

        let histories = try await histories(of: current.id, in: current.account)
        let history = histories[key.id] ?? KeyHistory()
        let standIn = settings.standIn(in: current.account)
        var addressee = Addressee(
            owner: current.owner, teams: settings.teams, shared: try await sharedSlackIDs(in: plan.accounts),
            treatsUntaggedAsEngineers: settings.policy.treatsUntaggedAsEngineers, standIn: standIn)
        if case .person(let person) = addressee.recipient {
            let reachability = await messenger.reachability(of: person)
            if case .unknown(let why) = reachability { return .failure(HeldBack(reason: .recipientUnknown(why))) }
            addressee = addressee.after(reachability, standIn: standIn)
        }
        let now = clock.policy()
        addressee = addressee.after(histories.values, standIn: standIn, policy: settings.policy, now: now)
        let mode = settings.mode(in: current.account)
        let round = RoundStanding(
            history,
            today: RoundStanding.Today(
                of: key.id, user: current, recipient: addressee.recipient, mode: mode, policy: settings.policy,
                now: now,
                gateNow: clock.earlier(now)),
            policy: settings.policy)
        return Gate.permit(
            Gate.Facts(
                key: key, user: current, round: round, mode: mode,
                isAccountComplete: plan.accounts.first { $0.account.id == current.account }?.isComplete ?? false,
                clocksAgree: clock.agreesWithAWS, now: clock.earlier(now)), policy: settings.policy)
    }
}
