import FoundationEssentials
package import KeyPolicy

/// `relevo retire`: deactivates a key before its day, because its owner agreed to an offer that was delivered to them.
package struct RetirementRequests: Sendable {
    private let intervention: Intervention
    private let deactivator: any KeyDeactivator

    package init(_ intervention: Intervention, deactivator: any KeyDeactivator) {
        self.intervention = intervention
        self.deactivator = deactivator
    }

    /// Throws `InterventionRefusal`, `WatchRefusal` or `LedgerError` when nothing was done.
    package func retire(
        _ key: AccessKeyID, agreedBy: SlackUserID, reason: String, run: RunID, in accounts: Set<AccountID> = []
    ) async throws -> InterventionReport {
        try await intervention.underLease(run) { journal, now, doubt in
            let place = try await InventorySearch(intervention.ledger, in: accounts).holder(of: key)
            let decide = try await intervention.decide(doubt: doubt)
            let history = try await decide.histories(of: place.user.id, in: place.user.account)[key] ?? KeyHistory()
            guard !history.deactivationPending, history.restorePending == nil else {
                throw InterventionRefusal.unsettled(key)
            }
            let current = try await read(place.user, run)
            let found = try intervention.check(current, key, is: place.user)
            let successor = Gate.successor(of: found, in: current, now: intervention.clock.earlier(now))
            guard let successor else { throw InterventionRefusal.held(.successorNotInUse) }
            let action = try await intervention.action(
                .retire(Retirement(successor: successor.id, agreedBy: agreedBy, reason: reason)), on: found,
                of: current, place, decide, now: now)
            var plan = Plan(at: now, accounts: [intervention.outcome(place.account)])
            plan.actions = [action]
            // Asked once before anything is written, so that a no leaves no trace of an intent.
            if case .failure(let held) = try await decide.permitRetirement(
                of: action, agreedBy: agreedBy, as: current, plan: plan)
            {
                throw InterventionRefusal.held(held.reason)
            }
            try await brake(place.account, at: now)
            return try await carryOut(action, decide, plan, journal)
        }
    }

    private func carryOut(
        _ action: PlannedAction, _ decide: Planner, _ plan: Plan, _ journal: RunJournal
    ) async throws -> InterventionReport {
        guard case .retire(let retirement) = action.kind else {
            return InterventionReport(action: action, outcome: .skipped("not a retirement"), problems: [])
        }
        try intervention.clock.checkEnd()
        let done = try await DeactivationStep(
            journal: journal, telling: intervention.telling(journal), composer: intervention.composer,
            deactivator: deactivator, clock: intervention.clock, action: action
        ).carryOut(
            intent: .retirementIntended(
                successor: retirement.successor, agreedBy: retirement.agreedBy, reason: retirement.reason),
            at: plan.at, say: { .retired($0, audience: $1) },
            permit: {
                try await decide.permitRetirement(of: action, agreedBy: retirement.agreedBy, as: $0, plan: plan)
            })
        return InterventionReport(action: action, outcome: done.outcome, problems: done.problems)
    }

    /// The user with the use of each of its keys, as IAM has them now.
    private func read(_ user: User, _ run: RunID) async throws -> User {
        let session = try await deactivator.session(for: user, run: run)
        var current = try await session.user()
        for index in current.keys.indices {
            current.keys[index].lastUse = try await session.lastUse(of: current.keys[index].id)
        }
        return current
    }

    /// An early retirement counts like any other deactivation.
    private func brake(_ account: AccountInventory, at now: Date) async throws {
        let past = try await EffectivePolicy(ledger: intervention.ledger).deactivations(around: now)
        let turn = intervention.settings.brake.turn(
            in: account.account.id, past: past, days: WorkDays(intervention.settings.policy), now: now)
        if let expected = turn { throw InterventionRefusal.held(.rate(expected: expected)) }
    }
}
