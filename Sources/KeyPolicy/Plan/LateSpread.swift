package import FoundationEssentials

/// Spreads the deadlines of late rounds: oldest key first, at most half the brake on any working day.
package struct LateSpread: Sendable {
    private let policy: Policy
    private let now: Date
    private var taken: [CivilDate: Int] = [:]

    /// - Parameter standing: deadlines of late rounds that are already promised.
    package init(policy: Policy, now: Date, standing: some Sequence<Date>) {
        self.policy = policy
        self.now = now
        for deadline in standing { taken[day(of: deadline), default: 0] += 1 }
    }

    package mutating func spread(_ actions: [PlannedAction]) -> [PlannedAction] {
        let oldestFirst = actions.indices.sorted {
            (actions[$0].key.createdAt, actions[$0].address) < (actions[$1].key.createdAt, actions[$1].address)
        }
        var spread = actions
        for index in oldestFirst {
            // Only what will be carried out takes a place: a machine that is never switched off must not push anybody back.
            guard let notice = actions[index].notice, notice.mayBeSpread, notice.isBinding else { continue }
            let deadline = nextFree(from: notice.deadline)
            let action = actions[index]
            spread[index] = PlannedAction(
                kind: .notice(notice.spread(to: deadline, policy: policy, now: now)), account: action.account,
                user: action.user, key: action.key, ageDays: action.ageDays, addressee: action.addressee)
        }
        return spread
    }

    private mutating func nextFree(from deadline: Date) -> Date {
        let perDay = max(1, policy.maxDeactivations / 2)
        var candidate = deadline
        // A calendar without a working day in ten years is a mistake in the holidays, not a reason to hang.
        for _ in 0..<3_660 {
            let date = day(of: candidate)
            if policy.hours?.isWorkingDay(date) ?? true, taken[date, default: 0] < perDay {
                taken[date, default: 0] += 1
                return candidate
            }
            candidate = Days.after(1, candidate)
        }
        return candidate
    }

    private func day(of instant: Date) -> CivilDate {
        CivilDate(at: instant, offset: policy.hours?.zone.standing(at: instant).offset ?? 0)
    }
}
