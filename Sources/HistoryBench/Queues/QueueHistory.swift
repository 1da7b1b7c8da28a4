import FoundationEssentials
import KeyPolicy

/// An estate whose keys come of age faster than they may be deactivated, and that nobody rotates: sizes, ages, limits, working
/// hours and days without a run.
package struct QueueHistory: Hashable, Codable, Sendable {
    /// One account's keys by their ages in days when Relevo first runs, and its own limit.
    struct Account: Hashable, Codable, Sendable {
        var ages: [Double]
        var limit: Int?
    }

    package let seed: UInt64
    var accounts: [Account]
    var limit: Int
    var maxPercent: Int
    /// Working days of the week, 1 for Monday; nil: any hour of any day.
    var workingDays: Set<Int>?
    /// Seconds after midnight UTC at which the job runs.
    var jobAt: Double
    /// The most seconds that it starts late.
    var jitter: Double
    /// Days, counted from the first run, on which it doesn't run.
    var missed: Set<Int>

    package var keys: Int { accounts.map(\.ages.count).reduce(0, +) }

    package var text: String {
        "queue \(seed): \(keys) keys in \(accounts.count) accounts, limit \(limit), \(maxPercent) per cent, own limits "
            + "\(accounts.compactMap(\.limit)), working days \(workingDays?.sorted() ?? []), missed \(missed.sorted())"
    }

    /// - Parameter mostKeys: keys of the largest estates.
    package init(seed: UInt64, mostKeys: Int = 5_000) {
        self.seed = seed
        var random = SeededRandom(seed: seed)
        // Small estates are as frequent as large ones.
        var size = 1
        while size * 2 <= mostKeys, random.chance(78) { size *= 2 }
        let keys = min(mostKeys, random.number(size...max(size, 2 * size - 1)))
        limit = max(random.number(1...50), keys / 100)
        limit = random.chance(30) ? max(1, keys / 100, limit / 10) : limit
        maxPercent = random.pick(20, 20, 5, 100)
        let oldest = random.pick(100, 121, 400, 91, 90)
        let youngest = random.pick(0, 62, 86, 91, 76)
        func age(_ random: inout SeededRandom) -> Double {
            Double(random.number(min(youngest, oldest)...oldest)) + random.pick(0, 0, 0.3, 0.7)
        }
        let count = random.number(1...max(1, min(9, keys)))
        accounts = (0..<count).map { _ in Account(ages: [], limit: nil) }
        for _ in 0..<keys {
            accounts[random.chance(40) ? 0 : random.number(0...count - 1)].ages.append(age(&random))
        }
        for index in accounts.indices where random.chance(20) {
            accounts[index].limit = max(1, random.number(1...max(1, limit)), accounts[index].ages.count / 100)
        }
        workingDays = random.chance(50) ? random.pick([1, 2, 3, 4] as Set, [1, 2, 3, 4, 5], [2, 4]) : nil
        jobAt = random.pick(12, 14.5, 9) * 3_600
        jitter = random.pick(0, 0, 300)
        missed = []
        if random.chance(40) {
            for _ in 0..<random.number(1...4) {
                let first = random.number(1...120)
                missed.formUnion(first..<first + random.number(1...8))
            }
        }
    }

    var policy: Policy {
        var policy = Policy()
        policy.maxDeactivations = limit
        policy.maxPercent = maxPercent
        policy.hours = workingDays.map {
            WorkingHours(zone: .utc, days: $0, from: 8 * 60, to: 18 * 60, holidays: [])
        }
        return policy
    }
}
