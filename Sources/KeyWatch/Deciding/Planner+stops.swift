import FoundationEssentials
import KeyPolicy

/// Stops that nobody requested: too many owners change at once, or a person's user becomes a machine.
extension Planner {
    /// Compares users with what a run last decided with.
    func compare(
        _ page: [UserInventory], _ context: AccountContext, _ reachabilities: Reachabilities,
        _ changes: inout OwnerChanges, _ plan: inout Plan
    ) async {
        guard context.outcome.isComplete else { return }
        for stored in page where stored.missingSince == nil {
            plan.unconfirmed += settings.policy.stops.standing.filter {
                $0.waitsForConfirmation && $0.holds(stored.user)
            }
            let recipient = addressee(of: stored.user, context).recipient
            let owner = stored.user.owner
            if let leaver = await reachabilities.leaver(owner), stored.user.hasActiveKey,
                stored.decided?.isLost == false, stored.decided?.slackID == owner.slackID
            {
                plan.leavers[leaver, default: []].insert(stored.user.account)
            }
            let isLost = await reachabilities.isLost(recipient) ?? stored.decided?.isLost
            let now = OwnerMark(stored.user, isLost: isLost)
            changes.see(stored.user, before: stored.decided, now: now)
            guard stored.decided != now else { continue }
            var kept = stored
            kept.decided = now
            plan.changedOwners.append(kept)
        }
    }

    /// The stops that follow in one account. Where nothing is enforced, a mass change is how tags are introduced.
    func stop(after changes: OwnerChanges, in account: AccountID, _ plan: inout Plan) async throws {
        var stops: [Stop] = []
        if settings.mode(in: account) == .enforce,
            let stop = changes.stop(of: account, policy: settings.policy, now: plan.at)
        {
            stops.append(stop)
        }
        for (user, was) in changes.machines {
            let histories = try await histories(of: user.id, in: account)
            if let stop = Stop.becameMachine(user, was: was, histories: histories, now: plan.at) { stops.append(stop) }
        }
        plan.newStops += stops.filter { !settings.policy.stops.isKnown($0) }
    }

    /// Stops the accounts of people who left, if they are too many at once; nothing is announced about them then.
    func stopAfterLeavers(_ plan: inout Plan) {
        guard plan.leavers.count > OwnerChanges.leaversAllowed else { return }
        let accounts = Set(plan.leavers.values.flatMap(\.self)).sorted()
        let stops = accounts.map {
            Stop(.account(id: $0), .manyLeft(people: plan.leavers.keys.sorted()), since: plan.at)
        }
        plan.newStops += stops
        plan.actions.removeAll { action in
            guard case .ownerLeft(let owner) = action.announcement else { return false }
            return stops.contains { $0.isAbout(leaver: owner) && $0.holds(action.user) }
        }
    }

    /// Holds deactivations that were decided before the stops of this plan were known, and adds the stop to messages
    /// that name a day.
    func holdWhatIsStopped(_ plan: inout Plan) {
        var stops = settings.policy.stops
        for stop in plan.newStops { stops.add(stop) }
        plan.stops = plan.inForce(stops)
        for action in plan.deactivations {
            guard let stop = stops.holding(action.user) else { continue }
            plan.actions.removeAll { $0 == action }
            plan.held.append(
                HeldKey(
                    account: action.account, user: action.user, key: action.key, ageDays: action.ageDays,
                    addressee: action.addressee, reason: .stopped(stop)))
        }
        // The type was used before it was known that it must be confirmed.
        plan.held = plan.held.map { held in
            guard let stop = plan.newStops.first(where: { $0.waitsForConfirmation && $0.holds(held.user) }),
                held.key.status == .active, !held.reason.leavesAlone
            else { return held }
            return HeldKey(
                account: held.account, user: held.user, key: held.key, ageDays: held.ageDays,
                addressee: held.addressee, reason: .stopped(stop))
        }
        for index in plan.actions.indices where plan.actions[index].isAboutDay {
            plan.actions[index].stop = stops.holding(plan.actions[index].user)
        }
    }
}

/// Finds accounts in which two keys were restored in one civil day, which suggests an outage.
struct RestoreStops: Sendable {
    let ledger: any EventLog
    let policy: Policy

    /// Restores of an account in a day that stop it.
    static let most = 2

    /// Stops to make; none where one was made, or ended, since the restores.
    func due(at now: Date) async throws -> [Stop] {
        let stops = try await EffectivePolicy(ledger: ledger).stops()
        var due: [Stop] = []
        for head in try await ledger.heads() {
            guard case .account(let account) = head.stream else { continue }
            let restored = try await ledger.events(ofKind: .restored, in: head.stream, since: Days.after(-2, now))
            let days = Dictionary(grouping: restored.map(\.at)) { policy.day(at: $0) }
            let scope = Stop.Scope.account(id: account)
            let known = stops.spans.filter { $0.stop.scope == scope && $0.stop.cause.kind == .restores }
            guard let day = days.filter({ $0.value.count >= Self.most }).max(by: { $0.key < $1.key }),
                let last = day.value.max(), !known.contains(where: { $0.endedAt == nil || $0.stop.since >= last })
            else { continue }
            due.append(Stop(scope, .restores(count: day.value.count), since: now))
        }
        return due
    }
}
