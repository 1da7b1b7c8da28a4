import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Stops that Relevo makes itself: many owners who change at once, and a user who becomes a machine.
struct ChangedOwnersStopTests {
    @Test(arguments: [(7, true), (6, false)])
    func `more owners changing at once than may stop their account`(changed: Int, stops: Bool) async throws {
        let (watched, keys) = try await StopRunTests.promised(6, young: 24)
        let users = watched.estate.users.filter { $0.account == watched.one.id }.map(\.id).sorted()
        for user in users.prefix(changed) { watched.estate.tag(user, "full-name", "Someone Else") }
        let report = try await watched.run(day: 91)
        #expect(report.plan.newStops.count == (stops ? 1 : 0))
        #expect(watched.estate.deactivations.isEmpty == stops)
        guard stops else { return }
        #expect(report.exitReasons.contains(.stopped) && report.exitReasons.exitStatus == 4)
        #expect(StopRunTests.channel(watched, ["stopped"]) == ["stopped@91"])
        #expect(try await watched.run(day: 92).plan.newStops.isEmpty)
        #expect(watched.estate.deactivations.isEmpty)
        try await watched.resume(account: 1, by: "Luis")
        let after = try await watched.run(day: 93)
        #expect(after.plan.newStops.isEmpty)
        #expect(keys.contains { watched.deactivations(of: $0) == [93] })
        #expect(StopRunTests.channel(watched, ["stopped"]) == ["stopped@91"])
    }

    @Test func `a scan in between hides no mass change`() async throws {
        let (watched, _) = try await StopRunTests.promised(6, young: 1)
        for user in watched.estate.users.map(\.id) { watched.estate.tag(user, "slack-id", "U0EVIL") }
        watched.clock.set(Made.day(90.6))
        try await watched.scan()
        let report = try await watched.run(day: 91)
        #expect(report.plan.newStops.map(\.cause) == [.massChange(changed: 7, users: 7)])
    }

    @Test func `owners whom Slack doesn't know any more at once stop their account`() async throws {
        let (watched, _) = try await StopRunTests.promised(6, young: 1)
        for index in 0..<6 {
            watched.messenger.answer(.unreachable(.personUnknown), about: Made.person("U0USER\(index)"))
        }
        let report = try await watched.run(day: 91)
        #expect(report.plan.newStops.map(\.cause) == [.massChange(changed: 6, users: 7)])
        #expect(try await watched.run(day: 92).plan.newStops.isEmpty)
    }

    @Test func `in mode notify tags may be written everywhere`() async throws {
        let (watched, _) = try await StopRunTests.promised(6, young: 1)
        watched.settings.mode = .notify
        for user in watched.estate.users.map(\.id) { watched.estate.tag(user, "team", "ops") }
        #expect(try await watched.run(day: 90.5).plan.newStops.isEmpty)
        watched.settings.mode = .enforce
        #expect(try await watched.run(day: 92).plan.newStops.isEmpty)
    }

    @Test func `a user who becomes a machine after a promise is held and named until somebody confirms it`()
        async throws
    {
        let watched = Watched()
        watched.settings.policy.enforcesMachines = true
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "machine")
        for day in 91...96 { #expect(try await watched.run(day: Double(day)).held(key) == "stopped") }
        try await watched.run(day: 96.2)
        #expect(
            StopRunTests.channel(watched, ["stopped", "stopsUnconfirmed"]) == ["stopped@91"]
                + (92...96).map { "stopsUnconfirmed@\($0)" })
        await #expect(throws: InterventionRefusal.approverIsOwner("anna ek", user: "anna")) {
            try await watched.resume(user: "anna", by: "anna ek")
        }
        try await watched.resume(user: "anna", by: "Rosa")
        try await watched.run(days: 97...101)
        #expect(watched.deactivations(of: key).isEmpty)
        #expect(watched.notices(of: key, to: Watched.anna).hasSuffix("86@97"))
        try await watched.run(day: 102)
        #expect(watched.deactivations(of: key) == [102])
        #expect(StopRunTests.channel(watched, ["stopsUnconfirmed"]).count == 5)
    }

    @Test func `neither who answers for a user today nor who did before confirms that it is a machine`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "machine")
        watched.estate.tag(user, "full-name", "Bo Li")
        #expect(try await watched.run(day: 91).held(key) == "stopped")
        for name in ["bo li", "anna ek"] {
            await #expect(throws: InterventionRefusal.approverIsOwner(name, user: "anna")) {
                try await watched.resume(user: "anna", by: name)
            }
        }
        try await watched.resume(user: "anna", by: "Rosa")
    }

    @Test func `where machines are only told, a user who becomes one is named all the same`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "machine")
        #expect(try await watched.run(day: 91).held(key) == "stopped")
        #expect(try await watched.run(day: 92).held(key) == "stopped")
        try await watched.resume(user: "anna", by: "Rosa")
        #expect(try await watched.run(day: 93).held(key) == "machinesNotEnforced")
    }

    @Test func `set back to engineer, the promise stays valid`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "type", "machine")
        try await watched.run(day: 90)
        watched.estate.tag(user, "type", "engineer")
        let report = try await watched.run(day: 91)
        #expect(report.summary.stops.isEmpty)
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a type that changes between the plan and the call is not acted on`() async throws {
        let watched = Watched()
        watched.settings.policy.enforcesMachines = true
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.beforeNext(.openSession) { $0.tag(user, "type", "machine") }
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key).isEmpty)
    }
}
