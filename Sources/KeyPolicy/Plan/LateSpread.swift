package import FoundationEssentials

/// Spreads the deadlines of late rounds: oldest key first, at most half the brake on any working day, and in no account
/// more than the brake will let through there, so that an old estate is done in finite time without anybody's help.
package struct LateSpread: Sendable {
    private let policy: Policy
    private let now: Date
    private let brake: Brake
    private let activeKeys: [AccountID: Int]
    private var taken: [CivilDate: Int] = [:]
    private var takenThere: [AccountID: [CivilDate: Int]] = [:]
    /// Places given in each account so far: by then that many of its keys are off.
    private var given: [AccountID: Int] = [:]

    /// A late round's deadline that is already promised.
    package struct Standing: Hashable, Sendable {
        package let account: AccountID
        package let deadline: Date

        package init(account: AccountID, deadline: Date) {
            self.account = account
            self.deadline = deadline
        }
    }

    /// - Parameter activeKeys: active keys per account today.
    package init(
        policy: Policy, brake: Brake, activeKeys: [AccountID: Int], now: Date, standing: some Sequence<Standing>
    ) {
        self.policy = policy
        self.brake = brake
        self.activeKeys = activeKeys
        self.now = now
        for one in standing { take(day(of: one.deadline), in: one.account) }
    }

    package mutating func spread(_ actions: [PlannedAction]) -> [PlannedAction] {
        let oldestFirst = actions.indices.sorted {
            (actions[$0].key.createdAt, actions[$0].address) < (actions[$1].key.createdAt, actions[$1].address)
        }
        var spread = actions
        for index in oldestFirst {
            // Only what will be carried out takes a place: a machine that is never switched off must not push anybody back.
            guard let notice = actions[index].notice, notice.mayBeSpread, notice.isBinding else { continue }
            let action = actions[index]
            let deadline = nextFree(from: notice.deadline, in: action.account.id)
            spread[index] = PlannedAction(
                kind: .notice(notice.spread(to: deadline, policy: policy, now: now)), account: action.account,
                user: action.user, key: action.key, ageDays: action.ageDays, addressee: action.addressee)
        }
        return spread
    }

    private mutating func nextFree(from deadline: Date, in account: AccountID) -> Date {
        let perDay = max(1, policy.maxDeactivations / 2)
        var candidate = deadline
        // A calendar without a working day in ten years is a mistake in the holidays, not a reason to hang.
        for _ in 0..<3_660 {
            let date = day(of: candidate)
            if policy.hours?.isWorkingDay(date) ?? true, taken[date, default: 0] < perDay,
                takenThere[account]?[date] ?? 0 < perDayThere(account)
            {
                take(date, in: account)
                return candidate
            }
            candidate = Days.after(1, candidate)
        }
        return candidate
    }

    private mutating func take(_ date: CivilDate, in account: AccountID) {
        taken[date, default: 0] += 1
        takenThere[account, default: [:]][date, default: 0] += 1
        given[account, default: 0] += 1
    }

    /// What the brake lets through in one account on one day, with the keys it will have left by then: four are never too
    /// large a share, as the share counts from five on.
    private func perDayThere(_ account: AccountID) -> Int {
        let left = max(0, (activeKeys[account] ?? 0) - (given[account] ?? 0))
        let share = max(4, left * brake.maxPercent / 100)
        return max(1, min(share, brake.perAccount[account].map { $0 / 2 } ?? share))
    }

    private func day(of instant: Date) -> CivilDate {
        CivilDate(at: instant, offset: policy.hours?.zone.standing(at: instant).offset ?? 0)
    }
}
