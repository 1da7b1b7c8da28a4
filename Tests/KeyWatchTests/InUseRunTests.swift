import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Keys that something still signs with, and bait that nobody should.
struct InUseRunTests {
    private func machine() -> (Watched, UserID, AccessKeyID) {
        let watched = Watched()
        watched.settings.policy.enforcesMachines = true
        let user = watched.estate.addUser(
            "exporter", in: watched.one.id, tags: ["type": "machine", "slack-id": "C0TEAM"], createdAt: Made.day(-1))
        return (watched, user, watched.estate.addKey(user, createdAt: Made.day(0)))
    }

    @Test func `a machine's key gets notices and is held as long as it is used`() async throws {
        let (watched, _, key) = machine()
        for day in 76...95 {
            watched.estate.use(key, at: Made.day(Double(day) - 0.5))
            try await watched.run(day: Double(day))
        }
        #expect(watched.notices(of: key, to: .team(Made.channel("C0TEAM"))) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [])
        let held = try await watched.run(day: 96)
        #expect(held.held(key) == "inUse")
        try await watched.run(day: 97)
        #expect(watched.deactivations(of: key) == [97])
    }

    @Test func `used between the decision and the last reading, it is held`() async throws {
        let (watched, _, key) = machine()
        try await watched.run(days: 76...90)
        watched.estate.beforeNext(.openSession) { $0.use(key) }
        let report = try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [])
        #expect(report.outcomes.values.contains { $0.name == "skipped" })
    }

    @Test func `of unknown use, it is held`() async throws {
        let (watched, _, key) = machine()
        try await watched.run(days: 76...90)
        watched.estate.makeReports(false, in: watched.one.id)
        watched.estate.fail(.lastUse, with: .denied)
        #expect(try await watched.run(day: 91).held(key) == "useUnknown")
        watched.estate.recover()
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
    }

    @Test func `a decoy's use is an alarm, once per use, in the channel alone`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.settings.policy.decoys = [ARNPattern("arn:*:user/anna")]
        try await watched.run(days: 76...100)
        #expect(watched.messages(to: Watched.anna).isEmpty)
        #expect(watched.deactivations(of: key) == [])
        watched.estate.use(key, at: Made.day(100.5))
        try await watched.run(days: 101...103)
        watched.estate.use(key, at: Made.day(103.5))
        try await watched.run(day: 104)
        #expect(watched.words(["decoyUsed"], about: key, to: .security) == "decoyUsed@101 decoyUsed@104")
        #expect(watched.messages(to: Watched.anna).isEmpty)
    }

    @Test func `a decoy whose use can't be read is a problem, not a quiet day`() async throws {
        let watched = Watched()
        watched.anna()
        watched.settings.policy.decoys = [ARNPattern("arn:*:user/anna")]
        watched.estate.fail(.lastUse, with: .denied)
        let report = try await watched.run(day: 5)
        #expect(report.exitReasons.exitStatus == 3)
        #expect(report.summary.problems.contains { $0.text.hasPrefix("It is unknown whether the decoy anna in") })
    }
}
