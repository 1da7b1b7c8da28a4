import FoundationEssentials
import HistoryBench
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Estates that once jammed for good: each comes to its end by itself, and every day is an ordinary one.
struct JamRunTests {
    private func watched(ages: [Double], mode: Mode = .enforce) -> Watched {
        let watched = Watched(mode: mode)
        for (index, age) in ages.enumerated() {
            let user = watched.estate.addUser(
                "user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"), createdAt: Made.day(-200))
            watched.estate.addKey(user, createdAt: Made.day(-age))
        }
        return watched
    }

    /// Runs daily and says on which day each key was deactivated.
    private func live(_ watched: Watched, days: ClosedRange<Int>, at hour: Double = 0) async throws -> [Int] {
        for day in days {
            let report = try await watched.run(day: Double(day) + hour / 24)
            #expect(report.exitReasons == [], "day \(day)")
        }
        return watched.estate.deactivations.map { Watched.day($0.at) }
    }

    @Test func `the roll-out: 60 keys of 62 to 121 days, three days of notify, then enforce`() async throws {
        let watched = watched(ages: (62...121).map(Double.init), mode: .notify)
        _ = try await live(watched, days: 0...2)
        watched.settings.mode = .enforce
        let done = try await live(watched, days: 3...46)
        #expect(done.count == 60)
        #expect(Dictionary(grouping: done) { $0 }.values.allSatisfy { $0.count <= 10 })
    }

    @Test func `twelve keys of 86 to 90 days at the first run`() async throws {
        let watched = watched(ages: (0..<12).map { 86 + Double($0 % 5) })
        let done = try await live(watched, days: 0...12)
        #expect(done.count == 12)
    }

    @Test func `a limit of one with four keys`() async throws {
        let watched = watched(ages: [85, 85, 85, 85])
        watched.settings.policy.maxDeactivations = 1
        #expect(try await live(watched, days: 0...12) == [6, 7, 8, 9])
    }

    @Test func `six natural keys a day for four days`() async throws {
        let watched = watched(ages: (0..<24).map { 76 - Double($0 / 6) })
        let done = try await live(watched, days: 0...24)
        #expect(done.count == 24)
    }

    @Test func `a daily job whose jitter leaves less than 24 hours between two days`() async throws {
        let watched = watched(ages: [85.01, 84.1])
        watched.settings.policy.maxDeactivations = 1
        _ = try await live(watched, days: 0...5)
        try await watched.run(day: 6.02)
        // A quarter of an hour short of a day later.
        try await watched.run(day: 7.005)
        #expect(watched.estate.deactivations.map { Watched.day($0.at) } == [6, 7])
    }

    @Test func `queues of every kind end by themselves`() {
        for seed in UInt64(1)...60 { #expect(QueueHistory(seed: seed, mostKeys: 120).faults() == [], "seed \(seed)") }
    }
}
