import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// The ladder as people live it: whole runs, day after day.
struct LadderRunTests {
    @Test func `daily runs send one notice at 76, 81 and 86 and deactivate at 91`() async throws {
        let watched = Watched(secondsPerMessage: 1)
        let (_, key) = watched.anna()
        for day in 70...96 {
            try await watched.run(day: Double(day))
            #expect(watched.estate.isActive(key) == (day < 91), "day \(day)")
        }
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@91")
        #expect(watched.words(["deactivated"], about: key, to: .security) == "deactivated@91")
        #expect(
            watched.words(["noticeCopies"], about: key, to: .security)
                == "noticeCopies@76 noticeCopies@81 noticeCopies@86")
    }

    @Test func `the deadline that every notice names is the key's ninety-first day`() async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(days: 70...90)
        let named = Set(watched.messages(to: Watched.anna).flatMap(\.payload.lines).compactMap(\.deadline))
        #expect(named == [Made.day(91)])
    }

    @Test func `a second run on the same day changes nothing`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        for day in 70...96 {
            try await watched.run(day: Double(day))
            try await watched.run(day: Double(day) + 0.1)
        }
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@91")
        #expect(watched.words(["noticeCopies"], about: key, to: .security).split(separator: " ").count == 3)
    }

    @Test func `machines and untagged users are reported in their channel and never deactivated`() async throws {
        let watched = Watched()
        watched.settings.teams = ["pay": Made.channel("C0PAY")]
        let machine = watched.estate.addUser("robot", in: watched.one.id, tags: ["type": "Machine", "team": "pay"])
        let lost = watched.estate.addUser("stray", in: watched.one.id, tags: ["type": "machine"])
        let untagged = watched.estate.addUser("untagged", in: watched.one.id, tags: [:])
        let other = watched.estate.addUser(
            "other", in: watched.one.id, tags: Made.engineer("U0EVA").merging(["type": "boss"]) { $1 })
        let keys = [machine, lost, untagged, other].map { watched.estate.addKey($0) }
        try await watched.run(days: 70...130)
        #expect(watched.estate.deactivations.isEmpty)
        #expect(watched.notices(of: keys[0], to: .team(Made.channel("C0PAY"))) == "76@76 81@81 86@86")
        for key in keys[1...] { #expect(watched.notices(of: key, to: .security) == "76@76 81@81 86@86") }
        #expect(watched.messages(to: .person(Made.person("U0EVA"))).isEmpty)
    }

    @Test func `machines are deactivated where the policy says so`() async throws {
        let watched = Watched()
        watched.settings.policy.enforcesMachines = true
        watched.settings.teams = ["pay": Made.channel("C0PAY")]
        let machine = watched.estate.addUser("robot", in: watched.one.id, tags: ["type": "machine", "team": "pay"])
        let key = watched.estate.addKey(machine)
        try await watched.run(days: 70...96)
        #expect(watched.deactivations(of: key) == [91])
        #expect(watched.words(["deactivated"], about: key, to: .team(Made.channel("C0PAY"))) == "deactivated@91")
    }

    struct Skipped: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let days: [Int]
        let notices: String
        let deactivated: [Int]
    }

    @Test(arguments: [
        Skipped(testDescription: "76 to 85", days: [75] + Array(86...96), notices: "86@86", deactivated: [91]),
        Skipped(testDescription: "76 to 80", days: [75] + Array(81...96), notices: "81@81 86@86", deactivated: [91]),
        Skipped(
            testDescription: "76 alone", days: [75] + Array(77...96), notices: "76@77 81@81 86@86", deactivated: [91]),
        Skipped(testDescription: "76 to 78", days: [75] + Array(79...96), notices: "76@79 86@86", deactivated: [91]),
        Skipped(
            testDescription: "82 to 90", days: Array(70...81) + Array(91...96), notices: "76@76 81@81",
            deactivated: [91]),
        Skipped(
            testDescription: "77 to 95", days: Array(70...76) + Array(96...99), notices: "76@76", deactivated: [96]),
        Skipped(
            testDescription: "77 to 90", days: Array(70...76) + Array(91...96), notices: "76@76", deactivated: [91]),
        Skipped(testDescription: "70 to 87", days: Array(88...99), notices: "86@88", deactivated: [93]),
        Skipped(testDescription: "70 to 89", days: Array(90...99), notices: "86@90", deactivated: [95]),
        Skipped(
            testDescription: "77 to 104, one day before the promise lapses", days: Array(70...76) + [104],
            notices: "76@76", deactivated: [104]),
        Skipped(
            testDescription: "77 to 105, when the promise has lapsed", days: Array(70...76) + Array(105...115),
            notices: "76@76 86@105", deactivated: [110]),
    ])
    func `after skipped days the highest due stage is sent and a promise stays valid`(skipped: Skipped) async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        for day in skipped.days { try await watched.run(day: Double(day)) }
        #expect(watched.notices(of: key, to: Watched.anna) == skipped.notices)
        #expect(watched.deactivations(of: key) == skipped.deactivated)
    }

    @Test func `one person's keys in three accounts come in one message`() async throws {
        let accounts = (1...3).map(Made.account)
        let watched = Watched(accounts: accounts)
        var keys: [AccessKeyID] = []
        for account in accounts {
            let user = watched.estate.addUser("anna", in: account.id, tags: Made.engineer("U0ANNA", "Anna Ek"))
            keys.append(watched.estate.addKey(user))
        }
        try await watched.run(days: 70...91)
        let notices = watched.messages(to: Watched.anna).filter { $0.payload.word == "notices" }
        #expect(notices.map { $0.payload.lines.count } == [3, 3, 3])
        #expect(watched.estate.deactivations.count == 3)
    }

    @Test func `two keys of one user get notices and are deactivated each by its own age`() async throws {
        let watched = Watched()
        let (user, old) = watched.anna()
        let young = watched.estate.addKey(user, createdAt: Made.day(10))
        try await watched.run(days: 1...105)
        #expect(watched.notices(of: old, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.notices(of: young, to: Watched.anna) == "76@86 81@91 86@96")
        #expect(watched.deactivations(of: old) == [91])
        #expect(watched.deactivations(of: young) == [101])
    }

    @Test func `a message in parts tells each key by its own part`() async throws {
        let watched = Watched()
        watched.composer = PlainComposer(actionsPerPart: 1)
        let (user, first) = watched.anna()
        let second = watched.estate.addKey(user)
        watched.messenger.fail(.notDelivered, word: "notices", times: 1)
        try await watched.run(day: 76)
        let told = [first, second].filter { !watched.notices(of: $0, to: Watched.anna).isEmpty }
        #expect(told.count == 1)
        try await watched.run(days: 77...91)
        #expect(watched.estate.deactivations.count == 2)
    }
}
