import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Who is told when those who should be told refuse for certain.
struct StandInRunTests {
    private let team = Recipient.team(Made.channel("C0PAY"))
    private let own = Recipient.team(Made.channel("C0OWN"))

    private func machine() -> (Watched, AccessKeyID) {
        let watched = Watched()
        watched.settings.teams = ["pay": Made.channel("C0PAY")]
        watched.settings.accounts[watched.one.id] = .init(channel: Made.channel("C0OWN"))
        watched.settings.policy.enforcesMachines = true
        watched.settings.policy.enforcesUnreachable = true
        let user = watched.estate.addUser("ci", in: watched.one.id, tags: ["type": "machine", "team": "pay"])
        return (watched, watched.estate.addKey(user, createdAt: Made.day(0)))
    }

    @Test func `a team and the account's own channel refuse: the security channel is told, and its promise is kept`()
        async throws
    {
        let (watched, key) = machine()
        watched.messenger.fail(.unreachable(.deliveryRefused), to: team)
        watched.messenger.fail(.unreachable(.deliveryRefused), to: own)
        try await watched.run(days: 70...91)
        #expect(watched.notices(of: key, to: .security) == "76@78 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
        #expect(watched.words(["deactivated"], about: key, to: .security) == "deactivated@91")
    }

    @Test func `a key of 200 days takes the same way, with room for its late round`() async throws {
        let (watched, key) = machine()
        watched.settings.policy.lateNoticeDays = 40
        watched.messenger.fail(.unreachable(.deliveryRefused), to: team)
        watched.messenger.fail(.unreachable(.deliveryRefused), to: own)
        try await watched.run(days: 200...242)
        #expect(watched.deactivations(of: key) == [242])
        #expect(watched.messages(to: team).isEmpty && watched.messages(to: own).isEmpty)
    }

    @Test func `a channel that is back is told again with the next round`() async throws {
        let (watched, key) = machine()
        watched.messenger.fail(.unreachable(.deliveryRefused), to: team, times: 1)
        try await watched.run(days: 70...91)
        #expect(watched.notices(of: key, to: own) == "76@77 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
        watched.estate.set(key, active: true)
        try await watched.run(days: 120...135)
        #expect(watched.notices(of: key, to: team) == "86@120")
    }

    @Test func `a refused message about a deactivation is recorded, so that the next goes to the stand-in`()
        async throws
    {
        let (watched, key) = machine()
        try await watched.run(days: 70...90)
        watched.messenger.fail(.unreachable(.deliveryRefused), to: team)
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [91])
        #expect(watched.words(["deactivated"], about: key, to: .security) == "deactivated@91")
        watched.estate.set(key, active: true)
        try await watched.run(day: 92)
        #expect(watched.notices(of: key, to: own) == "86@92")
    }
}
