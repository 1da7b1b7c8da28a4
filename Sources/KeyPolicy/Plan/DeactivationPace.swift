package import FoundationEssentials

/// Whether the limits on deactivations keep up with the organization's keys, and when the last promised deactivation
/// is done.
package struct DeactivationPace: Hashable, Codable, Sendable {
    /// An account whose own limit is too low for its keys.
    package struct Account: Hashable, Codable, Sendable {
        package let account: AccountID
        package let limit: Int
        package let needed: Int
    }

    /// Days within which a queue should end.
    package static let goodDays = 30

    /// `policy.max-deactivations`.
    package let limit: Int
    /// Active keys that are deactivated at `deactivateAt` days if nobody rotates them, or would be in mode enforce.
    package let keys: Int
    /// The lowest limit that keeps up with that many keys: the keys that reach that age on a working day, on average.
    package let needed: Int
    package let tightAccounts: [Account]
    /// Keys with an announced deadline that is not carried out yet.
    package let promised: Int
    /// The day on which the last of them is deactivated if nobody acts; nil when there are none.
    package let lastDay: CivilDate?
    /// The lowest limit with which all of them would be deactivated within `goodDays`; nil when the limit does that.
    package let limitForGoodDays: Int?

    package var isEnough: Bool { limit >= needed && tightAccounts.isEmpty }

    /// - Parameters:
    ///   - keys: by account, the keys that `keys` counts.
    ///   - promised: the account and the deadline of every key with an open promise.
    ///   - past: deactivations; those of today are counted.
    package init(
        brake: Brake, policy: Policy, keys: [AccountID: Int], promised: some Sequence<(AccountID, Date)>,
        past: [Brake.Past], now: Date
    ) {
        let days = WorkDays(policy)
        func needed(_ keys: Int) -> Int { Self.limit(for: keys, deactivateAt: policy.deactivateAt, days) }
        limit = brake.maxDeactivations
        self.keys = keys.values.reduce(0, +)
        self.needed = needed(self.keys)
        tightAccounts = brake.perAccount.compactMap { account, limit in
            let needed = needed(keys[account] ?? 0)
            return limit < needed ? Account(account: account, limit: limit, needed: needed) : nil
        }.sorted { $0.account < $1.account }

        let start = days.day(for: now)
        let told = promised.map { (account: $0, day: max(start, days.day(for: $1))) }.sorted {
            ($0.day, $0.account) < ($1.day, $1.account)
        }
        self.promised = told.count
        var turns = Turns(brake, days: days, from: start, past: past)
        let last = told.map { turns.next(in: $0.account, notBefore: $0.day) }.max()
        lastDay = last
        let goal = max(days.date(of: Days.after(Self.goodDays, now)), told.last?.day ?? start)
        limitForGoodDays =
            last.map { $0 > goal } ?? false ? Self.limit(for: told.map(\.day), until: goal, from: start, days) : nil
    }

    /// The keys that reach the age of deactivation on a working day, on average: 36 of 3,200 keys.
    package static func limit(for keys: Int, deactivateAt: Int, _ days: WorkDays) -> Int {
        let perWeek = max(1, deactivateAt) * days.perWeek
        return max(1, (keys * 7 + perWeek - 1) / perWeek)
    }

    /// The lowest limit with which keys that may be deactivated from their days on (in order) are all deactivated by
    /// `end`.
    private static func limit(
        for told: [CivilDate], until end: CivilDate, from start: CivilDate, _ days: WorkDays
    ) -> Int {
        var most = 1
        for (index, day) in told.enumerated() where index == 0 || told[index - 1] != day {
            var working = days.isWorkingDay(day) ? 1 : 0
            var next = days.next(after: day)
            while next <= end {
                working += 1
                next = days.next(after: next)
            }
            let count = told.count - index
            most = max(most, (count + max(1, working) - 1) / max(1, working))
        }
        return most
    }
}

extension DeactivationPace {
    /// What somebody should change, a sentence each; empty when the limits keep up and the queue ends soon.
    package var complaints: [String] {
        var complaints: [String] = []
        if limit < needed {
            complaints.append(
                "\(keys) keys reach the age of deactivation at a rate of \(needed) a day, and policy.max-deactivations is \(limit): set it to "
                    + "\(needed) or more, or the queue grows.")
        }
        for account in tightAccounts {
            complaints.append(
                "The keys of account \(account.account) need \(account.needed) deactivations a day, and its own "
                    + "max-deactivations is \(account.limit): set it to \(account.needed) or more.")
        }
        if let better = limitForGoodDays, let lastDay {
            complaints.append(
                "\(promised) keys have a deadline, and with policy.max-deactivations: \(limit) the last of them is "
                    + "deactivated on \(lastDay.text); with \(better) it would be within \(Self.goodDays) days.")
        }
        return complaints
    }

    /// The whole result, for the person who sets the limit.
    package var sentences: [String] {
        guard complaints.isEmpty else { return complaints }
        let need =
            keys == 0
            ? "No key would be deactivated; policy.max-deactivations is \(limit)."
            : "policy.max-deactivations: \(limit) a day is enough for \(Self.count(keys, "key")), which "
                + "\(keys == 1 ? "needs" : "need") \(Self.count(needed, "deactivation")) a day."
        guard let lastDay else { return [need] }
        return [
            need,
            "\(Self.count(promised, "key")) \(promised == 1 ? "has" : "have") a deadline; if nobody acts, the last is "
                + "deactivated on \(lastDay.text).",
        ]
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
