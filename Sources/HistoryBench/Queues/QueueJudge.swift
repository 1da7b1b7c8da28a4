import FoundationEssentials
import KeyPolicy

extension QueueHistory {
    /// Runs it to its end and returns what was wrong; empty if nothing was.
    package func faults() -> [String] {
        var life = QueueLife(self)
        life.live(days: mostDays)
        return QueueJudge(life).faults
    }

    /// Long after the last key should be deactivated.
    private var mostDays: Int {
        let week = Double(7) / Double(workingDays?.count ?? 7)
        let own = accounts.map { Double($0.ages.count) / Double($0.limit ?? 4) }.max() ?? 0
        return 150 + missed.count + Int((Double(keys) / Double(limit) + own) * week) + 40
    }
}

/// Judges a queue by the days of notices and deactivations, with its own calendar and counting.
struct QueueJudge {
    private let life: QueueLife
    private var history: QueueHistory { life.history }

    init(_ life: QueueLife) { self.life = life }

    var faults: [String] {
        let faults = perDay + perKey + order + warning + life.alarms.prefix(1).map { "an alarm: \($0)" }
        return faults.prefix(5).map { "\(history.text): \($0)" }
    }

    private func day(_ instant: Date) -> Int { Int((instant.timeIntervalSince1970 / 86_400).rounded(.down)) }

    private func isWorkday(_ day: Int) -> Bool {
        // 1 January 1970 was a Thursday.
        history.workingDays?.contains((day + 3) % 7 + 1) ?? true
    }

    /// The day on which a deadline counts: after the day's hours it is the next working day's.
    private func countingDay(_ deadline: Date) -> Int {
        var day = day(deadline)
        guard history.workingDays != nil else { return day }
        let ofDay = deadline.timeIntervalSince1970 - Double(day) * 86_400
        if isWorkday(day), ofDay < 18 * 3_600 { return day }
        repeat { day += 1 } while !isWorkday(day)
        return day
    }

    /// No day exceeds a limit, and nothing is deactivated outside working days.
    private var perDay: [String] {
        let done = life.keys.compactMap { key in key.doneAt.map { (key.account, day($0)) } }
        var faults: [String] = []
        for (day, all) in Dictionary(grouping: done, by: \.1) {
            if all.count > history.limit { faults.append("\(all.count) keys were deactivated on day \(day)") }
            if !isWorkday(day) { faults.append("keys were deactivated on day \(day), when nobody works") }
            for (account, there) in Dictionary(grouping: all, by: \.0) {
                if let own = history.accounts[account].limit, there.count > own {
                    faults.append("\(there.count) keys of account \(account) were deactivated on day \(day)")
                }
            }
        }
        return faults
    }

    private var perKey: [String] {
        let due = life.keys.map(due)
        let done = life.keys.map { $0.doneAt.map(day) ?? .max }
        let byAccount = Dictionary(grouping: life.keys.indices) { life.keys[$0].account }
        let everywhere = Outstanding(life.keys.indices.map { (due[$0], done[$0]) })
        let there = byAccount.mapValues { Outstanding($0.map { (due[$0], done[$0]) }) }
        var faults: [String] = []
        for (index, key) in life.keys.enumerated() {
            guard let doneAt = key.doneAt, let first = key.firstToldAt, let last = key.told.max() else {
                faults.append("a key of \(key.createdAt.ISO8601Format()) is never deactivated")
                continue
            }
            if doneAt < last {
                faults.append("a key was deactivated before \(last.ISO8601Format()), the announced deadline")
            }
            if doneAt < first.addingTimeInterval(5 * 86_400) {
                faults.append("a key was deactivated too soon after its first notice")
            }
            let own = history.accounts[key.account].limit ?? max(4, key.activeThen * history.maxPercent / 100)
            let queue = max(
                everywhere.count(from: due[index], to: done[index]).divided(by: history.limit),
                there[key.account]?.count(from: due[index], to: done[index]).divided(by: own) ?? 0)
            let late = workdays(from: due[index], to: done[index])
            let missed = missedWorkdays(from: due[index], to: done[index])
            if late > queue + shift + missed {
                faults.append(
                    "a key due on day \(due[index]) was deactivated \(late) working days later: its queue was \(queue), and "
                        + "\(missed) were missed")
            }
        }
        return faults
    }

    /// The day on which a key could be deactivated at the earliest if there were no limits.
    private func due(_ key: QueueLife.Lived) -> Int {
        guard let first = key.firstToldAt else { return day(key.createdAt) + 91 }
        let natural = key.createdAt.addingTimeInterval(91 * 86_400)
        return countingDay(
            first >= natural
                ? first.addingTimeInterval(15 * 86_400) : max(natural, first.addingTimeInterval(5 * 86_400)))
    }

    /// Working days by which the moved ladder may make a key later than its queue alone: `max-delay`, and the day that a deadline
    /// loses when it is later in the day than the job.
    private var shift: Int { 14 * (history.workingDays?.count ?? 7) / 7 + 2 }

    private func workdays(from start: Int, to end: Int) -> Int {
        end > start ? (start + 1...end).count(where: isWorkday) : 0
    }

    private func missedWorkdays(from start: Int, to end: Int) -> Int {
        guard let first = life.runs.first.map(day) else { return 0 }
        return history.missed.count { first + $0 >= start && first + $0 <= end && isWorkday(first + $0) }
    }

    /// An earlier announced day comes first, if no account has its own limit.
    private var order: [String] {
        guard history.accounts.allSatisfy({ $0.limit == nil }) else { return [] }
        let told = life.keys.compactMap { key in
            key.told.max().flatMap { last in key.doneAt.map { (told: countingDay(last), done: day($0)) } }
        }.sorted { ($0.told, $0.done) < ($1.told, $1.done) }
        var latest = Int.min
        var faults: [String] = []
        for group in Dictionary(grouping: told, by: \.told).sorted(by: { $0.key < $1.key }).map(\.value) {
            if let first = group.map(\.done).min(), first < latest {
                faults.append(
                    "a key announced for day \(group[0].told) was deactivated before one announced for an earlier day")
            }
            latest = max(latest, group.map(\.done).max() ?? latest)
        }
        return faults
    }

    /// The first run reports a limit that is too low.
    private var warning: [String] {
        guard let pace = life.pace else { return [] }
        let perDay = Double(history.keys) / 91 * 7 / Double(history.workingDays?.count ?? 7)
        let isTooLow = Double(history.limit) < perDay
        return isTooLow == (pace.limit < pace.needed)
            ? [] : ["\(perDay) keys reach the age of deactivation a day, and \(pace.needed) were reported as needed"]
    }
}

/// How many of some keys were due and not done during a time.
private struct Outstanding {
    private let due: [Int]
    private let done: [Int]

    init(_ keys: [(due: Int, done: Int)]) {
        due = keys.map(\.due).sorted()
        done = keys.map(\.done).sorted()
    }

    func count(from start: Int, to end: Int) -> Int { below(due, end + 1) - below(done, start) }

    private func below(_ sorted: [Int], _ limit: Int) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < limit { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Int {
    fileprivate func divided(by other: Int) -> Int { (self + other - 1) / Swift.max(1, other) }
}
