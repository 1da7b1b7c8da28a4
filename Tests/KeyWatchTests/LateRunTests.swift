import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Keys that are found too old, and rounds that begin anew.
struct LateRunTests {
    @Test func `a key first seen at 200 days gets its ladder shifted and is deactivated after it`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 200...220)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@200 81@205 86@210")
        #expect(watched.deactivations(of: key) == [215])
    }

    @Test func `late deadlines are given where there is room, oldest first`() async throws {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = 2
        watched.settings.policy.maxPercent = 100
        let keys = (0..<6).map { index in
            let user = watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(Double(-index)))
        }
        try await watched.run(days: 200...230)
        #expect(keys.reversed().flatMap(watched.deactivations(of:)) == [215, 215, 216, 216, 217, 217])
    }

    @Test func `a notice whose spread moves its stage is tried again after it failed`() async throws {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = 1
        let users = (0..<7).map { index in
            watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
        }
        let keys = users.enumerated().map { watched.estate.addKey($1, createdAt: Made.day(Double($0))) }
        try await watched.run(days: 200...211)
        // Five days from here are taken by the others, so the new round's deadline is moved out past them.
        watched.estate.tag(users[0], "slack-id", "U0BO")
        let bo = Recipient.person(Made.person("U0BO"))
        watched.messenger.fail(.notDelivered, to: bo, times: 1)
        try await watched.run(day: 212)
        try await watched.run(day: 213)
        #expect(watched.notices(of: keys[0], to: bo).hasSuffix("@213"))
    }

    @Test func `notices sent in mode notify arm nothing`() async throws {
        let watched = Watched(mode: .notify)
        let (_, key) = watched.anna()
        try await watched.run(days: 70...89)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        watched.settings.mode = .enforce
        try await watched.run(days: 90...99)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@90")
        #expect(watched.deactivations(of: key) == [95])
    }

    @Test func `mode notify never deactivates, however old the key`() async throws {
        let watched = Watched(mode: .notify)
        let (_, key) = watched.anna()
        try await watched.run(days: 70...150)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [])
    }

    @Test func `mode report posts its summary and nothing else`() async throws {
        let watched = Watched(mode: .report)
        let (user, key) = watched.anna()
        try await watched.run(days: 70...100)
        watched.estate.addKey(user, createdAt: Made.day(100.5))
        try await watched.run(days: 101...102)
        #expect(Set(watched.messenger.messages.map(\.payload.word)) == ["summary"])
        #expect(watched.deactivations(of: key) == [])
    }

    @Test func `mode report announces no key that is activated again`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...92)
        watched.estate.set(key, active: true)
        watched.settings.mode = .report
        try await watched.run(days: 93...94)
        #expect(watched.words(["reactivated"], about: key, to: Watched.anna) == "")
        #expect(watched.words(["reactivated"], about: key, to: .security) == "")
    }

    @Test func `a key that Relevo deactivated and somebody activated gets a new round first`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...92)
        watched.clock.set(Made.day(92.5))
        watched.estate.set(key, active: true)
        try await watched.run(days: 93...110)
        #expect(watched.deactivations(of: key) == [91, 98])
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@93")
        #expect(watched.words(["reactivated"], about: key, to: .security) == "reactivated@93")
        #expect(watched.words(["reactivated"], about: key, to: Watched.anna) == "reactivated@93")
    }

    @Test func `a key that its owner deactivated and activated again gets a new round first`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...82)
        watched.clock.set(Made.day(82.5))
        watched.estate.set(key, active: false)
        try await watched.run(days: 83...93)
        watched.clock.set(Made.day(93.5))
        watched.estate.set(key, active: true)
        try await watched.run(days: 94...105)
        #expect(watched.deactivations(of: key) == [99])
    }

    @Test func `activated again within the hours of a stale report, it is still noticed`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...91)
        watched.clock.set(Made.day(91.05))
        watched.estate.set(key, active: true)
        try await watched.run(day: 91.1)
        #expect(watched.words(["reactivated"], about: key, to: .security) == "reactivated@91")
        try await watched.run(days: 92...97)
        #expect(watched.deactivations(of: key) == [91, 97])
    }

    @Test func `a deactivation whose answer was lost and that was undone before the next run is not repeated at once`()
        async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.beforeNext(.deactivate) { estate in
            estate.fail(.readAgain, with: .throttled, times: 1)
            estate.fail(.deactivate, with: .garbage, times: 1, takesEffect: true)
        }
        try await watched.run(day: 91)
        watched.clock.set(Made.day(91.5))
        watched.estate.set(key, active: true)
        try await watched.run(days: 92...100)
        #expect(watched.deactivations(of: key) == [91, 97])
    }

    @Test func `a promise that waits for its turn does not lapse`() async throws {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = 0
        let (_, key) = watched.anna()
        try await watched.run(days: 70...120)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        watched.settings.policy.maxDeactivations = 1
        // A higher limit counts from the next day on.
        try await watched.run(days: 121...122)
        #expect(watched.deactivations(of: key) == [122])
    }

    @Test func `after an exemption the key gets a new round`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...81)
        watched.settings.policy.exemptions = [
            Exemption(subject: .key(key), until: Made.day(95), reason: "migration", approver: "Bo")
        ]
        try await watched.run(days: 82...94)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81")
        try await watched.run(days: 95...105)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@95")
        #expect(watched.deactivations(of: key) == [100])
    }

    @Test func `a protected user gets no message and keeps its key`() async throws {
        let watched = Watched()
        watched.settings.policy.protected = [ARNPattern("arn:aws:iam::*:user/break-glass/*")]
        let user = watched.estate.addUser(
            "root", in: watched.one.id, tags: Made.engineer("U0ANNA"), path: "/break-glass/")
        let key = watched.estate.addKey(user)
        try await watched.run(days: 70...100)
        #expect(watched.notices(of: key, to: Watched.anna) == "")
        #expect(watched.deactivations(of: key) == [])
    }
}
