package import FoundationEssentials
package import KeyPolicy

/// Applies the limits on deactivations to a plan that has everything that is due.
extension Planner {
    /// Moves deadlines that are announced for the first time to a day with room, and computes when all are done.
    func giveRoom(_ plan: inout Plan, _ counts: Counts, _ past: [Brake.Past]) async throws {
        let ending = Set(plan.observations.filter(\.endsPromise).map(\.address))
        let read = Set(plan.accounts.filter(\.isComplete).map(\.account.id))
        let valid = settings.policy.promiseValidDays
        let open = try await ledger.openPromises().filter { promise in
            // Nothing ends a promise in an account that can't be read, and after it lapsed a new round comes first.
            let isValid = read.contains(promise.address.account) || plan.at < Days.after(valid, promise.deadline)
            return isValid && !ending.contains(promise.address) && !counts.inactive.contains(promise.address)
        }
        var room = Room(
            policy: settings.policy, brake: settings.brake, activeKeys: counts.active, open: open, past: past,
            now: plan.at)
        plan.actions = room.place(plan.actions).withDeadlinesOfLastNotices()
        plan.deadlines = room.promised.map(\.1)
        plan.pace = DeactivationPace(
            brake: settings.brake, policy: settings.policy, keys: counts.enforceable, promised: room.promised,
            past: past, now: plan.at)
    }

    /// Keeps the deactivations that may happen today; the rest waits for its turn, or is stopped by the alarm.
    func brake(_ plan: inout Plan, _ counts: Counts, _ past: [Brake.Past]) async throws {
        let due = plan.deactivations
        guard !due.isEmpty else { return }
        let memory = EffectivePolicy(ledger: ledger)
        let day = Brake.Day(
            now: plan.at, days: WorkDays(settings.policy), past: past, activeKeys: counts.active,
            waiting: Set(counts.waiting.keys), released: try await memory.released(at: plan.at),
            lastChance: try await memory.lastChances(in: plan.accounts.map(\.account.id), before: plan.at))
        let sorted = (narrowed ?? settings).brake.sort(due, on: day)
        let go = Set(sorted.go.map(\.id))
        plan.actions.removeAll { action in
            if case .deactivate = action.kind { !go.contains(action.id) } else { false }
        }
        for (action, reason) in sorted.held {
            plan.held.append(
                HeldKey(
                    account: action.account, user: action.user, key: action.key, ageDays: action.ageDays,
                    addressee: action.addressee, reason: reason))
            plan.observations += Brake.observations(
                of: reason, about: action.address, lastWritten: counts.waiting[action.address],
                policy: settings.policy, now: plan.at)
        }
    }
}

extension Observation {
    /// Whether it ends the promise about its key.
    fileprivate var endsPromise: Bool {
        switch event {
        case .roundEnded, .gone: true
        default: false
        }
    }
}

extension DeactivationPace {
    /// Computed from the keys as they were last seen; reads every user.
    package static func reckoned(
        from ledger: any DecisionLedger, brake: Brake, policy: Policy, now: Date
    ) async throws -> DeactivationPace {
        var keys: [AccountID: Int] = [:]
        var inactive: Set<KeyAddress> = []
        for account in try await ledger.accounts().map(\.account.id) {
            for user in try await ledger.everyUser(in: account) {
                keys[account, default: 0] += policy.enforceable(user.user, at: now)
                inactive.formUnion(user.user.inactiveKeys)
            }
        }
        return DeactivationPace(
            brake: brake, policy: policy, keys: keys,
            promised: try await ledger.openPromises().filter { !inactive.contains($0.address) }.map {
                ($0.address.account, $0.deadline)
            },
            past: try await EffectivePolicy(ledger: ledger).deactivations(around: now), now: now)
    }
}
