import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Who made a new key or switched one on again: said where the trail can say, and never waited for.
struct KeyActivityRunTests {
    private static let luis = KeyActivity(
        actor: .user(name: "luis", id: nil), actorARN: nil, means: .console, source: "198.51.100.7", at: Made.day(0.5),
        event: "e-1")

    /// Anna makes a second key half a day after the first run.
    private func annaWithNewKey() async throws -> (watched: Watched, key: AccessKeyID) {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        return (watched, watched.estate.addKey(user))
    }

    private func authors(_ watched: Watched, _ word: String, of key: AccessKeyID) -> [String?] {
        [Recipient.security, Watched.anna].map { recipient in
            watched.messages(to: recipient).filter { $0.payload.word == word }.flatMap(\.payload.lines)
                .first { $0.key == key }?.author
        }
    }

    @Test func `channel and owner are told who made a new key`() async throws {
        let (watched, key) = try await annaWithNewKey()
        watched.estate.show(Self.luis, on: key)
        let report = try await watched.run(day: 1)
        #expect(authors(watched, "newKey", of: key) == ["user luis", "user luis"])
        #expect(report.plan.actions.first { $0.key.id == key }?.activity == .found(Self.luis))
    }

    @Test func `channel and owner are told who activated a key again, and nobody fights it`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...92)
        watched.estate.set(key, active: true)
        watched.estate.show(Self.luis, on: key)
        try await watched.run(day: 93)
        #expect(authors(watched, "reactivated", of: key) == ["user luis", "user luis"])
        #expect(watched.deactivations(of: key) == [91])
        #expect(watched.estate.isActive(key))
    }

    struct Silent: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fault: EstateFault?
        let says: String
    }

    static let silent = [
        Silent(testDescription: "not there yet", fault: nil, says: "CloudTrail shows no such event"),
        Silent(testDescription: "denied", fault: .denied, says: "the audit role isn't allowed to call trail:Look"),
        Silent(testDescription: "throttled", fault: .throttled, says: "Throttling: rate exceeded"),
        Silent(testDescription: "garbage", fault: .garbage, says: "the answer is not XML"),
    ]

    @Test(arguments: silent)
    func `a trail that can't say delays nothing, fails nothing, and is not asked again`(_ row: Silent) async throws {
        let (watched, key) = try await annaWithNewKey()
        if let fault = row.fault { watched.estate.fail(.trail, with: fault) }
        let report = try await watched.run(day: 1)
        #expect(report.exitReasons == [])
        #expect(report.summary.problems == [])
        for author in authors(watched, "newKey", of: key) { #expect(author?.hasPrefix(row.says) == true) }
        try await watched.run(days: 2...3)
        #expect(watched.words(["newKey"], about: key, to: .security) == "newKey@1")
        #expect(watched.estate.calls(.trail) == 1)
    }

    @Test func `one look-up for all that is new in an account, none for anything else`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (user, _) = watched.anna()
        let other = watched.estate.addUser(
            "bert", in: watched.one.id, tags: Made.engineer("U0BERT", "Bert Ik"), createdAt: Made.day(-1))
        try await watched.run(days: 70...92)
        #expect(watched.estate.calls(.trail) == 0)
        watched.clock.set(Made.day(92.5))
        for user in [user, user, other] { watched.estate.addKey(user) }
        try await watched.run(day: 93)
        #expect(watched.estate.calls(.trail) == 1)
        try await watched.run(days: 94...96)
        #expect(watched.estate.calls(.trail) == 1)
    }

    @Test func `what is in the outbox is not looked up once more`() async throws {
        let (watched, _) = try await annaWithNewKey()
        watched.messenger.fail(.unknown(stored: true), word: "newKey", times: 1)
        try await watched.run(days: 1...3)
        #expect(watched.estate.calls(.trail) == 1)
    }
}
