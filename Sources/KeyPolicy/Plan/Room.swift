package import FoundationEssentials

/// Finds days that have room for deadlines: first for natural ones, which keep their day if there is room, then for
/// the backlog, unused keys first and then the oldest. A deadline only moves later, by at most `max-delay`.
package struct Room: Sendable {
    /// Days without use after which a key counts as unused.
    private static let unusedDays = 90

    private let policy: Policy
    private let brake: Brake
    private let activeKeys: [AccountID: Int]
    private let now: Date
    private let days: WorkDays
    private let today: CivilDate
    private let doneToday: Int
    private let doneThere: [AccountID: Int]
    private var deadlines: [KeyAddress: Date]
    private var taken: [CivilDate: Int] = [:]
    private var takenThere: [AccountID: [CivilDate: Int]] = [:]
    /// Working days from today up to that many days later; today counts while a run can still deactivate.
    private var working: [Int]

    /// - Parameters:
    ///   - activeKeys: active keys per account today.
    ///   - open: every open promise, also of accounts that were not read today.
    ///   - past: deactivations; those of today leave less room.
    package init(
        policy: Policy, brake: Brake, activeKeys: [AccountID: Int], open: some Sequence<OpenPromise>,
        past: [Brake.Past], now: Date
    ) {
        self.policy = policy
        self.brake = brake
        self.activeKeys = activeKeys
        self.now = now
        let days = WorkDays(policy)
        self.days = days
        let today = days.date(of: now)
        self.today = today
        let isOpen = days.day(for: now) == today
        let done = past.filter { isOpen && days.date(of: $0.at) == today }
        doneToday = done.count
        doneThere = Dictionary(grouping: done, by: \.account).mapValues(\.count)
        working = [isOpen ? 1 : 0]
        deadlines = Dictionary(open.map { ($0.address, $0.deadline) }, uniquingKeysWith: max)
        for (address, deadline) in deadlines { take(days.day(for: deadline), in: address.account, 1) }
    }

    /// The same actions, with the deadlines of those that open a round where there is room.
    package mutating func place(_ actions: [PlannedAction]) -> [PlannedAction] {
        // Only what will be carried out takes a place: a machine's key that is never deactivated must not delay
        // others.
        let seeking = actions.indices.filter { actions[$0].notice.map { $0.mayBeSpread && $0.isBinding } ?? false }
        for index in seeking {
            let address = actions[index].address
            if let own = deadlines.removeValue(forKey: address) { take(days.day(for: own), in: address.account, -1) }
        }
        var placed = actions
        for index in seeking.sorted(by: { rank(actions[$0]) < rank(actions[$1]) }) {
            let action = actions[index]
            guard let notice = action.notice else { continue }
            let deadline = deadline(from: notice.deadline, in: action.account.id)
            take(days.day(for: deadline), in: action.account.id, 1)
            deadlines[action.address] = deadline
            guard deadline > notice.deadline else { continue }
            placed[index] = PlannedAction(
                kind: .notice(notice.spread(to: deadline, policy: policy, now: now)), account: action.account,
                user: action.user, key: action.key, ageDays: action.ageDays, addressee: action.addressee)
        }
        return placed
    }

    /// The account and the deadline of every key with an open promise, those placed here among them.
    package var promised: [(AccountID, Date)] { deadlines.map { ($0.key.account, $0.value) } }

    private struct Rank: Comparable {
        let group: Int
        let deadline: Date
        let createdAt: Date
        let address: KeyAddress

        static func < (left: Self, right: Self) -> Bool {
            (left.group, left.deadline, left.createdAt, left.address)
                < (right.group, right.deadline, right.createdAt, right.address)
        }
    }

    private func rank(_ action: PlannedAction) -> Rank {
        let isLate = action.notice?.isLate ?? false
        let isUnused = action.key.lastUse.isIdle(since: Days.after(-Self.unusedDays, now))
        return Rank(
            group: isLate ? (isUnused ? 1 : 2) : 0,
            deadline: isLate ? .distantPast : action.notice?.deadline ?? .distantPast,
            createdAt: action.key.createdAt, address: action.address)
    }

    private mutating func deadline(from earliest: Date, in account: AccountID) -> Date {
        var last: Date?
        for delay in 0..<WorkDays.mostDays {
            let candidate = Days.after(delay, earliest)
            guard days.isWorkingDay(days.date(of: candidate)) else { continue }
            // Without room in time, the deadline is on the last day, and the brake limits the rate.
            if delay > policy.maxDelay { return last ?? candidate }
            if hasRoom(days.day(for: candidate), in: account) { return candidate }
            last = candidate
        }
        return last ?? earliest
    }

    private mutating func hasRoom(_ day: CivilDate, in account: AccountID) -> Bool {
        let limit = max(1, brake.maxDeactivations)
        let room = brake.room(in: account, activeKeys: activeKeys[account] ?? 0)
        guard taken[day, default: 0] < limit, takenThere[account]?[day] ?? 0 < room else { return false }
        let working = workingDays(until: day)
        guard Self.sum(taken, until: day) < limit * working - doneToday else { return false }
        // Only a limit of its own slows an account down.
        guard let own = brake.perAccount[account].map({ max(1, $0) }) else { return true }
        return Self.sum(takenThere[account] ?? [:], until: day) < own * working - (doneThere[account] ?? 0)
    }

    private static func sum(_ taken: [CivilDate: Int], until day: CivilDate) -> Int {
        taken.reduce(0) { $1.key <= day ? $0 + $1.value : $0 }
    }

    private mutating func workingDays(until day: CivilDate) -> Int {
        let ahead = day.daysSince1970 - today.daysSince1970
        guard ahead >= 0 else { return 0 }
        while working.count <= ahead {
            working.append(working[working.count - 1] + (days.isWorkingDay(today.adding(working.count)) ? 1 : 0))
        }
        return working[ahead]
    }

    private mutating func take(_ day: CivilDate, in account: AccountID, _ count: Int) {
        taken[day, default: 0] += count
        takenThere[account, default: [:]][day, default: 0] += count
    }
}
