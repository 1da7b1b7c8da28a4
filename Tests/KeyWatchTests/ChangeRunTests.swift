import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// People, names and accounts that change while the ladder is climbed.
struct ChangeRunTests {
    private let bo = Recipient.person(Made.person("U0BO"))

    @Test func `a slack id that changes on day 90 puts the deactivation off until the new owner had notice`()
        async throws
    {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...89)
        watched.estate.tag(user, "slack-id", "U0BO")
        try await watched.run(days: 90...100)
        #expect(watched.notices(of: key, to: bo) == "86@90")
        #expect(watched.deactivations(of: key) == [95])
        #expect(watched.words(["deactivated"], about: key, to: bo) == "deactivated@95")
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "")
    }

    @Test func `a slack id that changes between scan and re-reading on day 91 stops the deactivation`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.beforeNext(.readAgain) { $0.tag(user, "slack-id", "U0BO") }
        let report = try await watched.run(day: 91)
        #expect(report.did("deactivate").count == 1)
        #expect(watched.deactivations(of: key) == [])
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "")
        try await watched.run(days: 92...100)
        #expect(watched.notices(of: key, to: bo) == "86@92")
        #expect(watched.deactivations(of: key) == [97])
    }

    @Test func `a slack id that goes back to the first owner begins anew each time`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...89)
        watched.estate.tag(user, "slack-id", "U0BO")
        try await watched.run(days: 90...92)
        watched.estate.tag(user, "slack-id", "U0ANNA")
        try await watched.run(days: 93...105)
        #expect(watched.deactivations(of: key) == [98])
    }

    struct Race: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let act: @Sendable (FakeEstate, UserID, AccessKeyID) -> Void
    }

    @Test(arguments: [
        Race(testDescription: "type becomes machine") { estate, user, _ in estate.tag(user, "type", "machine") },
        Race(testDescription: "type goes away") { estate, user, _ in estate.tag(user, "type", nil) },
        Race(testDescription: "slack id goes away") { estate, user, _ in estate.tag(user, "slack-id", nil) },
        Race(testDescription: "switched off by somebody") { estate, _, key in estate.set(key, active: false) },
        Race(testDescription: "key deleted") { estate, _, key in estate.deleteKey(key) },
        Race(testDescription: "user deleted") { estate, user, _ in estate.deleteUser(user) },
        Race(testDescription: "user renamed") { estate, user, _ in estate.rename(user, to: "anna.ek") },
        Race(testDescription: "user made anew under the name") { estate, user, _ in
            estate.deleteUser(user)
            let other = estate.addUser("anna", in: Made.account(1).id, tags: Made.engineer("U0ANNA", "Anna Ek"))
            estate.addKey(other, createdAt: Made.day(0))
        },
    ])
    func `what changes between scan and re-reading stops the deactivation`(race: Race) async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.estate.beforeNext(.readAgain) { race.act($0, user, key) }
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [])
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "")
        #expect(await watched.ledger.unsentMessages() == [])
    }

    @Test func `a user made anew under the same name within the stale report inherits nothing`() async throws {
        let watched = Watched()
        let (old, oldKey) = watched.anna()
        try await watched.run(days: 70...90)
        watched.clock.set(Made.day(90.05))
        watched.estate.deleteUser(old)
        let new = watched.estate.addUser("anna", in: watched.one.id, tags: Made.engineer("U0ANNA", "Anna Ek"))
        let newKey = watched.estate.addKey(new)
        try await watched.run(day: 90.1)
        try await watched.run(day: 90.2)
        try await watched.run(days: 91...100)
        #expect(watched.deactivations(of: oldKey) == [])
        #expect(watched.deactivations(of: newKey) == [])
        #expect(await watched.events(of: old, in: watched.one.id).filter { $0 == "gone" }.count == 1)
        #expect(watched.words(["newKey"], about: newKey, to: .security) == "newKey@90")
        #expect(watched.words(["newKey"], about: newKey, to: Watched.anna) == "newKey@90")
        #expect(watched.notices(of: newKey, to: Watched.anna) == "")
    }

    @Test func `a renamed user keeps the round`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 70...80)
        watched.estate.rename(user, to: "anna.ek")
        try await watched.run(days: 81...95)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `an account that leaves is told once and its promises are over when it returns`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (_, key) = watched.anna()
        try await watched.run(days: 70...86)
        watched.estate.leave(watched.one.id)
        try await watched.run(days: 87...92)
        #expect(watched.messenger.messages.filter { $0.payload.word == "accountsLeft" }.count == 1)
        #expect(watched.deactivations(of: key) == [])
        watched.estate.comeBack(watched.one.id)
        try await watched.run(days: 93...105)
        #expect(watched.deactivations(of: key) == [98])
        #expect(watched.messenger.messages.filter { $0.payload.word == "accountsLeft" }.count == 1)
    }

    @Test(arguments: [AccountAbsence.leftOrganization, .notActive(state: "SUSPENDED"), .leftOut])
    func `an account that is no longer watched is told once, with why, and its promises are over`(
        why: AccountAbsence
    ) async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (_, key) = watched.anna()
        try await watched.run(days: 70...86)
        watched.estate.leave(watched.one.id, why: why)
        let report = try await watched.run(day: 87)
        #expect(report.plan.left == [AbsentAccount(account: watched.one, why: why)])
        // For its keys another reason makes no difference.
        watched.estate.leave(watched.one.id, why: why == .leftOut ? .leftOrganization : .leftOut)
        try await watched.run(days: 88...92)
        let told = watched.messenger.messages.filter { $0.payload.word == "accountsLeft" }
        #expect(told.map(\.payload.text) == ["\(watched.one.id) \(why)"])
        watched.estate.comeBack(watched.one.id)
        try await watched.run(days: 93...105)
        #expect(watched.deactivations(of: key) == [98])
        // It was back in between: told again, with its reason.
        watched.estate.leave(watched.one.id, why: .notActive(state: "PENDING_CLOSURE"))
        try await watched.run(day: 106)
        #expect(watched.messenger.messages.filter { $0.payload.word == "accountsLeft" }.count == 2)
    }

    @Test func `a round that went on while its account was away is over when it returns`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let (user, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.estate.leave(watched.one.id)
        try await watched.run(day: 92)
        // A restore as earlier versions wrote it: with an end, also in an account that had left.
        let wall = watched.clock.runClock.wall()
        let fence = try #require(
            await watched.ledger.acquireLease(holder: Made.run(999), now: wall, until: wall.addingTimeInterval(60)))
        let events: [KeyEvent] =
            [.restoreIntended(until: Made.day(94), reason: ""), .restored]
            + [Watched.anna, .security].map { .restoreTold(until: Made.day(94), recipient: $0) }
        let address = KeyAddress(account: watched.one.id, user: user, key: key)
        try await watched.ledger.append(
            events.map { .about(address, $0, at: Made.day(92)) }, run: Made.run(999), fence: fence)
        await watched.ledger.releaseLease(fence)
        watched.estate.set(key, active: true)
        watched.estate.comeBack(watched.one.id)
        try await watched.run(days: 95...100)
        // A run that ends in the middle of a long write finds the account away again, and ends the other rounds.
        let kinds = await watched.ledger.events(.account(watched.one.id), after: 0, limit: .max).map(\.kind)
        let returned = try #require(kinds.lastIndex(of: "accountReturned"))
        #expect(kinds[..<returned].last == "roundEnded")
        #expect(watched.deactivations(of: key) == [91])
        // Told anew on day 96.
        try await watched.run(day: 101)
        #expect(watched.deactivations(of: key) == [91, 101])
    }

    @Test func `half a list calls nobody gone`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.anna()
        try await watched.run(day: 76)
        watched.estate.fail(.accounts, with: .garbage, times: 1)
        _ = try? await watched.run(day: 77)
        try await watched.run(day: 78)
        #expect(!watched.messenger.messages.contains { $0.payload.word == "accountsLeft" })
    }

    @Test func `messages for one slack id with two names go to the channel`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.enforcesUnreachable = true
        let (_, key) = watched.anna()
        watched.estate.addUser("nora", in: Made.account(2).id, tags: Made.engineer("U0ANNA", "Nora Li"))
        try await watched.run(days: 76...91)
        #expect(watched.messages(to: Watched.anna).isEmpty)
        #expect(watched.notices(of: key, to: .security) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `the second name counts although its account was not asked for`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.enforcesUnreachable = true
        let (_, key) = watched.anna()
        watched.estate.addUser("nora", in: Made.account(2).id, tags: Made.engineer("U0ANNA", "Nora Li"))
        try await watched.run(day: 75)
        watched.clock.set(Made.day(76))
        try await watched.runNow(only: [watched.one.id])
        #expect(watched.messages(to: Watched.anna).isEmpty)
        #expect(watched.notices(of: key, to: .security) == "76@76")
    }

    @Test func `messages for an owner whom Slack deletes on day 90 go to the channel, with its own notice`()
        async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...89)
        watched.messenger.answer(.unreachable(.personLeft), about: Made.person("U0ANNA"))
        try await watched.run(days: 90...100)
        // Slack is asked about people when something is due for them: on day 91.
        #expect(watched.notices(of: key, to: .security) == "86@91")
        #expect(watched.deactivations(of: key) == [96])
    }
}
