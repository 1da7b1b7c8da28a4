import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// An engineer with rights over their own user who wants to keep a key: it works, and everybody sees it.
struct FindingRunTests {
    private func findings(_ report: RunReport) -> [String] { report.summary.findings.map(\.kind.code) }

    @Test func `an owner that is changed every few days shows from the second change on`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "slack-id", "U0BO")
        #expect(findings(try await watched.run(day: 91)) == [])
        watched.estate.tag(user, "slack-id", "U0ANNA")
        try await watched.run(day: 94)
        #expect(findings(try await watched.run(day: 95)) == ["beginsAnew"])
        #expect(watched.deactivations(of: key) == [])
    }

    @Test func `inactive whenever Relevo reads it, and active again, is a finding too`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        for day in [76.0, 91, 96, 110] {
            try await watched.run(day: day)
            watched.estate.set(key, active: false)
            try await watched.run(day: day + 1)
            watched.estate.set(key, active: true)
        }
        let report = try await watched.run(day: 112)
        #expect(findings(report) == ["beginsAnew"])
    }

    @Test func `an engineer who becomes a machine the day before shows, and is held`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "machine")
        let report = try await watched.run(day: 91)
        #expect(report.held(key) == "stopped")
        #expect(findings(report) == ["pastItsDay"])
    }

    @Test func `a key that is rotated, exempt or merely has a new owner is no finding`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(days: 76...80)
        watched.estate.tag(user, "slack-id", "U0BO")
        for day in 81...95 { #expect(findings(try await watched.run(day: Double(day))) == []) }
    }
}
