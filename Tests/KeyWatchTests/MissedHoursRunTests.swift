import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// A job that never runs within the hours: said in the summary, not only by `doctor`.
struct MissedHoursRunTests {
    /// Day 0 is a Thursday, at noon UTC.
    private func watched(from: Int, to: Int, days: Set<Int> = [1, 2, 3, 4, 5]) -> (watched: Watched, key: AccessKeyID) {
        let watched = Watched()
        watched.settings.policy.hours = WorkingHours(zone: .utc, days: days, from: from * 60, to: to * 60, holidays: [])
        return (watched, watched.anna().key)
    }

    private func says(_ report: RunReport) -> Bool {
        report.summary.problems.contains { $0.text.contains("fell within `policy.hours`") }
    }

    @Test func `the second working day on which a due key was held is a problem, with exit status 3`() async throws {
        // Due on day 91, a Thursday.
        let (watched, key) = watched(from: 14, to: 18)
        try await watched.run(days: 76...90)
        let first = try await watched.run(day: 91)
        #expect(first.held(key) == "outsideWorkingHours")
        #expect(!says(first))
        let second = try await watched.run(day: 92)
        #expect(says(second))
        #expect(second.exitReasons.exitStatus == 3)
        #expect(try await says(watched.run(day: 93)))
    }

    @Test func `a run within the hours ends it, and a weekend is none of its concern`() async throws {
        let (watched, key) = watched(from: 9, to: 18, days: [1, 2, 3, 4])
        try await watched.run(days: 76...90)
        // Held in the evening of a Thursday, then from Friday to Sunday; deactivated on Monday.
        #expect(try await !says(watched.run(day: 91.4)))
        for day in [92.0, 93, 94] {
            let report = try await watched.run(day: day)
            #expect(report.held(key) == "outsideWorkingHours")
            #expect(!says(report))
        }
        #expect(try await !says(watched.run(day: 95)))
        #expect(watched.deactivations(of: key) == [95])
    }
}
