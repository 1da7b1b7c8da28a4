package import FoundationEssentials

/// The limits on deactivations: how many keys are deactivated in a day, how many deadlines a day has room for, and how
/// many keys may become due unexpectedly before the alarm stops them.
package struct Brake: Sendable {
    /// A deactivation in the ledger, for counting.
    package struct Past: Hashable, Sendable {
        package let account: AccountID
        package let at: Date

        package init(account: AccountID, at: Date) {
            self.account = account
            self.at = at
        }
    }

    package let maxDeactivations: Int
    package let maxPercent: Int
    /// The configuration's own limit for an account.
    package let perAccount: [AccountID: Int]

    package init(maxDeactivations: Int, maxPercent: Int, perAccount: [AccountID: Int]) {
        self.maxDeactivations = maxDeactivations
        self.maxPercent = maxPercent
        self.perAccount = perAccount
    }

    /// The share of an account's active keys that is never too large: at least four keys.
    package func share(of activeKeys: Int) -> Int { max(4, activeKeys * maxPercent / 100) }

    /// Deadlines that a day has room for in an account with this many active keys.
    func room(in account: AccountID, activeKeys: Int) -> Int {
        max(1, perAccount[account] ?? share(of: activeKeys))
    }

    /// Keys of the whole organization that may become due unexpectedly: three days' limit.
    var unexpectedEverywhere: Int { 3 * maxDeactivations }
}

extension Brake {
    /// The facts of the day on which keys are due.
    package struct Day: Sendable {
        package let now: Date
        package let days: WorkDays
        /// Deactivations of this civil day, over all runs.
        package let past: [Past]
        /// Active keys per account, as scanned.
        package let activeKeys: [AccountID: Int]
        /// Keys that waited for their turn before.
        package let waiting: Set<KeyAddress>
        /// Keys on a list that somebody released.
        package let released: Set<KeyAddress>
        /// The instant of the last run that could deactivate in an account: what became due since then has a deadline
        /// that no such run has seen. Nil: there was none.
        package let lastChance: [AccountID: Date]

        /// - Parameter past: any deactivations; those of other days are left out.
        package init(
            now: Date, days: WorkDays, past: [Past], activeKeys: [AccountID: Int], waiting: Set<KeyAddress> = [],
            released: Set<KeyAddress> = [], lastChance: [AccountID: Date] = [:]
        ) {
            self.now = now
            self.days = days
            self.past = past.filter { days.date(of: $0.at) == days.date(of: now) }
            self.activeKeys = activeKeys
            self.waiting = waiting
            self.released = released
            self.lastChance = lastChance
        }
    }

    /// Splits what is due into what is deactivated today and what is held, by the alarm or until its turn.
    package func sort(
        _ due: [PlannedAction], on day: Day
    ) -> (go: [PlannedAction], held: [(action: PlannedAction, reason: HoldReason)]) {
        let stopped = alarms(due, day)
        var held = due.compactMap { action in
            day.released.contains(action.address)
                ? nil : stopped[action.account.id].map { (action: action, reason: $0) }
        }
        let free = due.filter { day.released.contains($0.address) || stopped[$0.account.id] == nil }
        var turns = Turns(self, days: day.days, from: day.days.date(of: day.now), past: day.past)
        let today = day.days.date(of: day.now)
        var go: [PlannedAction] = []
        for action in oldestFirst(free, day.days) {
            let turn = turns.next(in: action.account.id, notBefore: today)
            if turn == today, allowsAny(in: action.account.id) {
                go.append(action)
            } else {
                held.append((action, .rate(expected: self.day(turn, from: day.now, today))))
            }
        }
        return (go, held)
    }

    /// What is recorded about a held key, so that its promise doesn't lapse. A long queue is not recorded again every
    /// day, only often enough for that.
    ///
    /// - Parameter lastWritten: when it was last recorded that the key waits for its turn.
    package static func observations(
        of reason: HoldReason, about address: KeyAddress, lastWritten: Date?, policy: Policy, now: Date
    ) -> [Observation] {
        guard case .rate = reason else { return [Observation(address: address, event: .heldByAlarm)] }
        let isFresh = lastWritten.map { now < Days.after(policy.waitingValidDays / 4, $0) } ?? false
        return isFresh ? [] : [Observation(address: address, event: .heldByRate)]
    }

    private func allowsAny(in account: AccountID) -> Bool { maxDeactivations > 0 && perAccount[account] ?? 1 > 0 }

    /// The same time of day on the day of a turn; tomorrow's at the earliest.
    private func day(_ turn: CivilDate, from now: Date, _ today: CivilDate) -> Date {
        Days.after(max(1, turn.daysSince1970 - today.daysSince1970), now)
    }

    /// Accounts in which more keys became due than expected, with the reason. Keys that wait for their turn are
    /// expected, and so are deadlines that no run could carry out yet.
    private func alarms(_ due: [PlannedAction], _ day: Day) -> [AccountID: HoldReason] {
        let unexpected = due.filter { action in
            guard let told = action.promisedDeadline, let chance = day.lastChance[action.account.id] else {
                return false
            }
            return told <= chance && !day.waiting.contains(action.address) && !day.released.contains(action.address)
        }
        let there = Dictionary(grouping: unexpected, by: \.account.id).mapValues(\.count)
        var alarms: [AccountID: HoldReason] = [:]
        for (account, count) in there {
            let allowed = share(of: day.activeKeys[account] ?? 0)
            if count > allowed {
                alarms[account] = .alarm(unexpected: count, allowed: allowed, isEverywhere: false)
            }
        }
        let rest = there.filter { alarms[$0.key] == nil }.values.reduce(0, +)
        guard rest > unexpectedEverywhere else { return alarms }
        let all = HoldReason.alarm(unexpected: rest, allowed: unexpectedEverywhere, isEverywhere: true)
        for action in due where alarms[action.account.id] == nil { alarms[action.account.id] = all }
        return alarms
    }

    /// By the day of the deadline. Within a day, keys of the account with the longest queue come first: otherwise an
    /// account with a low limit would wait for all others and for its own limit.
    private func oldestFirst(_ due: [PlannedAction], _ days: WorkDays) -> [PlannedAction] {
        struct Place {
            let action: PlannedAction
            let day: CivilDate
            let queue: Int
            let deadline: Date
        }
        let counts = Dictionary(grouping: due, by: \.account.id).mapValues(\.count)
        let places = due.map { action in
            let deadline = action.promisedDeadline ?? .distantPast
            let own = perAccount[action.account.id].map { max(1, $0) }
            let queue = own.map { ((counts[action.account.id] ?? 0) + $0 - 1) / $0 } ?? 0
            return Place(action: action, day: days.day(for: deadline), queue: queue, deadline: deadline)
        }
        return places.sorted {
            ($0.day, $1.queue, $0.deadline, $0.action.key.createdAt, $0.action.address)
                < ($1.day, $0.queue, $1.deadline, $1.action.key.createdAt, $1.action.address)
        }.map(\.action)
    }
}
