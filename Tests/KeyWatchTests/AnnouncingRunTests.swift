import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// New and rotated keys: told once, to those who should know.
struct AnnouncingRunTests {
    @Test func `keys of the first complete scan are known quietly`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 0...3)
        #expect(watched.words(["newKey"], about: key, to: .security) == "")
    }

    @Test func `an account that was unknown at first is known quietly once it is read`() async throws {
        let watched = Watched()
        watched.estate.fail(.users, with: .denied)
        let (_, key) = watched.anna(keyOnDay: 1)
        try await watched.run(days: 0...3)
        watched.estate.recover()
        try await watched.run(days: 4...5)
        #expect(watched.words(["newKey"], about: key, to: .security) == "")
    }

    @Test func `a new key is announced once to the channel and asked about once`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        let key = watched.estate.addKey(user)
        try await watched.run(days: 1...5)
        #expect(watched.words(["newKey"], about: key, to: .security) == "newKey@1")
        #expect(watched.words(["newKey"], about: key, to: Watched.anna) == "newKey@1")
    }

    @Test(arguments: zip([75, 77], [false, true]))
    func `a new key is expected once its owner is being asked to rotate`(day: Int, expected: Bool) async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(days: 70...day)
        watched.clock.set(Made.day(Double(day) + 0.1))
        let key = watched.estate.addKey(user)
        try await watched.run(day: Double(day) + 0.2)
        let line = watched.messages(to: .security).flatMap(\.payload.lines).first { $0.key == key }
        #expect(line?.isExpected == expected)
    }

    @Test func `an announcement that does not reach the channel is made by the next run`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        let key = watched.estate.addKey(user)
        watched.messenger.fail(.notDelivered, word: "newKey", times: 1)
        try await watched.run(days: 1...3)
        #expect(watched.words(["newKey"], about: key, to: .security) == "newKey@2")
        #expect(watched.words(["newKey"], about: key, to: Watched.anna) == "newKey@2")
    }

    @Test func `an announcement whose answer is lost is not made twice`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        let key = watched.estate.addKey(user)
        watched.messenger.fail(.unknown(stored: true), word: "newKey", times: 1)
        try await watched.run(days: 1...3)
        #expect(watched.words(["newKey"], about: key, to: .security) == "newKey@1")
    }

    @Test func `an announcement that is sent again and refused once more is told once`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        let key = watched.estate.addKey(user)
        watched.messenger.fail(.unknown(stored: false), to: .security, word: "newKey", times: 1)
        watched.messenger.fail(.notDelivered, to: .security, word: "newKey", times: 1)
        try await watched.run(days: 1...4)
        #expect(watched.words(["newKey"], about: key, to: .security) == "newKey@3")
        #expect(watched.words(["newKey"], about: key, to: Watched.anna) == "newKey@2")
    }

    @Test func `the owner's own message about a new key is not lost when it fails at first`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        let key = watched.estate.addKey(user)
        watched.messenger.fail(.notDelivered, to: Watched.anna, times: 1)
        try await watched.run(days: 1...3)
        #expect(watched.words(["newKey"], about: key, to: Watched.anna) == "newKey@2")
    }

    @Test func `a person of whom Slack says nothing is sent nothing, new keys included`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        watched.estate.addKey(user)
        watched.messenger.answer(.unknown("503"), about: Made.person("U0ANNA"))
        try await watched.run(day: 1)
        #expect(watched.messages(to: Watched.anna).isEmpty)
    }

    enum Ending: Sendable, CaseIterable { case deleted, inactive }

    @Test(arguments: Ending.allCases)
    func `a rotated key is thanked for once`(ending: Ending) async throws {
        let watched = Watched()
        let (user, old) = watched.anna()
        try await watched.run(days: 70...80)
        watched.clock.set(Made.day(80.2))
        watched.estate.addKey(user)
        switch ending {
        case .deleted: watched.estate.deleteKey(old)
        case .inactive: watched.estate.set(old, active: false)
        }
        try await watched.run(days: 81...95)
        #expect(watched.words(["rotated"], about: old, to: Watched.anna) == "rotated@81")
        #expect(watched.words(["rotated"], about: old, to: .security) == "rotated@81")
        #expect(watched.deactivations(of: old) == [])
    }

    @Test func `a rotation before any notice is thanked for by nobody`() async throws {
        let watched = Watched()
        let (user, old) = watched.anna()
        try await watched.run(days: 60...62)
        watched.clock.set(Made.day(62.2))
        watched.estate.addKey(user)
        watched.estate.deleteKey(old)
        try await watched.run(days: 63...66)
        #expect(watched.words(["rotated"], about: old, to: Watched.anna) == "")
    }

    @Test func `a thank-you that does not reach the channel is said by the next run`() async throws {
        let watched = Watched()
        let (user, old) = watched.anna()
        try await watched.run(days: 70...80)
        watched.clock.set(Made.day(80.2))
        watched.estate.addKey(user)
        watched.estate.deleteKey(old)
        watched.messenger.fail(.notDelivered, word: "rotated", times: 1)
        try await watched.run(days: 81...84)
        #expect(watched.words(["rotated"], about: old, to: Watched.anna) == "rotated@82")
    }

    @Test func `the message about a key activated again is not lost when it fails at first`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...92)
        watched.estate.set(key, active: true)
        watched.messenger.fail(.notDelivered, word: "reactivated", times: 1)
        try await watched.run(days: 93...95)
        #expect(watched.words(["reactivated"], about: key, to: .security) == "reactivated@94")
    }

    @Test func `the message about an account that left is not lost when it fails at first`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        try await watched.run(day: 1)
        watched.estate.leave(Made.account(2).id)
        watched.messenger.fail(.notDelivered, word: "accountsLeft", times: 1)
        try await watched.run(days: 2...4)
        #expect(watched.messenger.messages.filter { $0.payload.word == "accountsLeft" }.count == 1)
    }
}
