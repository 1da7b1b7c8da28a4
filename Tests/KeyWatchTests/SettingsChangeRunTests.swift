import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// A configuration that says something else than in the run before.
struct SettingsChangeRunTests {
    private func said(_ watched: Watched) -> [String] {
        watched.messages(to: .security).filter { $0.payload.word == "settingsChanged" }.map {
            "\(Watched.day($0.at)) \($0.thread == nil ? "top" : "thread") \($0.payload.text)"
        }
    }

    private func watched(_ count: Int, limit: Int) async throws -> (Watched, [AccessKeyID]) {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = limit
        watched.settings.policy.maxPercent = 100
        let keys = (0..<count).map { index in
            let user = watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(0))
        }
        try await watched.run(days: 76...90)
        return (watched, keys)
    }

    @Test func `the first run records it, and tells nobody`() async throws {
        let watched = Watched()
        try await watched.run(day: 0)
        #expect(said(watched).isEmpty)
        #expect(await watched.ledger.events(ofKind: .settingsRecorded, in: .runs, since: .distantPast).count == 1)
        try await watched.run(day: 1)
        #expect(await watched.ledger.events(ofKind: .settingsRecorded, in: .runs, since: .distantPast).count == 1)
    }

    @Test func `more enforcement is told at the top level, and deactivates from the next day on`() async throws {
        // One a day, from day 91 on; by day 94 all four are due.
        let (watched, keys) = try await watched(4, limit: 1)
        watched.settings.policy.maxDeactivations = 4
        let report = try await watched.run(day: 94)
        #expect(keys.compactMap(report.held) == ["rate", "rate", "rate"])
        // Noon to midnight is the same civil day.
        try await watched.run(day: 94.4)
        #expect(watched.estate.deactivations.count == 1)
        try await watched.run(day: 94.6)
        #expect(watched.estate.deactivations.count == 4)
        #expect(said(watched) == ["94 top 2026-04-06 policy.max-deactivations: 1 > 4"])
    }

    @Test func `less enforcement counts at once, and is told in the thread`() async throws {
        let (watched, keys) = try await watched(2, limit: 10)
        watched.settings.policy.protected = [ARNPattern("*user/user0")]
        let report = try await watched.run(day: 91)
        #expect(report.held(keys[0]) == "protected")
        #expect(watched.deactivations(of: keys[1]) == [91])
        #expect(said(watched) == ["91 thread now policy.protected: - > *user/user0"])
    }

    @Test func `what the gate lets through only since today waits until tomorrow`() async throws {
        let (watched, keys) = try await watched(1, limit: 10)
        // Thursday and Friday, at noon: day 91 is a Thursday.
        let zone = Zone.utc
        watched.settings.policy.hours = WorkingHours(zone: zone, days: [5], from: 0, to: 1_440, holidays: [])
        try await watched.run(day: 90.5)
        watched.settings.policy.hours = WorkingHours(zone: zone, days: [4, 5], from: 0, to: 1_440, holidays: [])
        #expect(try await watched.run(day: 91).held(keys[0]) == "settingsChanged")
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: keys[0]) == [92])
    }

    @Test func `a change that could not be reported is reported by the next run`() async throws {
        let (watched, _) = try await watched(1, limit: 10)
        watched.settings.policy.maxDeactivations = 5
        watched.messenger.fail(.notDelivered, word: "settingsChanged", times: 1)
        try await watched.run(day: 91)
        #expect(said(watched).isEmpty)
        try await watched.run(day: 92)
        #expect(said(watched).count == 1)
    }

    @Test func `what a run decided with counts also when its summary could not be posted`() async throws {
        let (watched, keys) = try await watched(1, limit: 10)
        watched.settings.mode = .report
        watched.messenger.fail(.notDelivered, to: .security)
        try await watched.run(day: 90.9)
        watched.messenger.recover()
        watched.settings.mode = .enforce
        #expect(try await watched.run(day: 91.1).held(keys[0]) == "settingsChanged")
        #expect(said(watched).map { $0.prefix(6) } == ["91 top", "91 top"])
        try await watched.run(day: 92.1)
        #expect(watched.deactivations(of: keys[0]) == [92])
    }

    @Test func `there and back again within a day counts as the narrower of all`() async throws {
        let (watched, keys) = try await watched(1, limit: 10)
        watched.settings.mode = .notify
        try await watched.run(day: 90.8)
        watched.settings.mode = .enforce
        #expect(try await watched.run(day: 91).held(keys[0]) == "settingsChanged")
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: keys[0]) == [92])
    }
}
