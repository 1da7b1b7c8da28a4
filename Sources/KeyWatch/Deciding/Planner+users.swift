import FoundationEssentials
import KeyPolicy

/// Decides about users: as they were last seen, and again with their keys as they are now where something is due.
extension Planner {
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
