import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// What Slack does not do, or does not say: nobody who was not told loses a key.
struct DeliveryRunTests {
    @Test func `notices that are not delivered are tried again and arm nothing meanwhile`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.notDelivered, to: Watched.anna)
        try await watched.run(days: 70...95)
        #expect(watched.deactivations(of: key) == [])
        watched.messenger.recover()
        try await watched.run(days: 96...115)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@96 81@101 86@106")
        #expect(watched.deactivations(of: key) == [111])
    }

    @Test func `a lost answer whose message arrived is found and not sent again`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.unknown(stored: true), to: Watched.anna, times: 1)
        let report = try await watched.run(day: 76)
        #expect(report.exitReasons == [.actionFailed, .problem])
        try await watched.run(days: 77...91)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a lost answer whose message did not arrive is sent again and says that it may be a repeat`()
        async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.unknown(stored: false), to: Watched.anna, times: 1)
        try await watched.run(day: 76)
        try await watched.run(day: 76.2)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76?")
        try await watched.run(days: 77...91)
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `while an earlier message can't be looked up nothing is sent in its place`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.unknown(stored: true), to: Watched.anna, times: 1)
        try await watched.run(day: 76)
        watched.messenger.lookUps(.fail)
        let report = try await watched.run(day: 77)
        #expect(report.held(key) == "deliveryUnknown")
        #expect(report.exitReasons.contains(.problem))
        watched.messenger.recover()
        try await watched.run(days: 78...91)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a look-up that misses a message that arrived never shortens what that message said`() async throws {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = 1
        let (_, old) = watched.anna()
        let bo = watched.estate.addUser("bo", in: watched.one.id, tags: Made.engineer("U0BO"))
        let young = watched.estate.addKey(bo, createdAt: Made.day(1))
        let third = watched.estate.addKey(bo, createdAt: Made.day(2))
        // The youngest key's first deadline is two days out, behind the others'; that message arrives unseen.
        watched.messenger.fail(.unknown(stored: true), to: .person(Made.person("U0BO")), times: 1)
        watched.messenger.lookUps(.findNothing)
        try await watched.run(day: 200)
        watched.estate.deleteKey(old)
        watched.estate.deleteKey(young)
        try await watched.run(days: 200...220)
        #expect(watched.deactivations(of: third) == [217])
    }

    @Test func `a summary that can't be posted deactivates nothing`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.messenger.fail(.notDelivered, word: "summary")
        let report = try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [])
        #expect(report.exitReasons.contains(.problem))
        #expect(report.outcomes.values.contains(.skipped(HoldReason.summaryNotPosted.text)))
        watched.messenger.recover()
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
    }

    @Test func `notices go out even when the summary can't be posted, and their copies follow`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.notDelivered, to: .security, times: 1)
        try await watched.run(day: 76)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76")
        #expect(watched.words(["noticeCopies"], about: key, to: .security) == "")
        try await watched.run(day: 77)
        #expect(watched.words(["noticeCopies"], about: key, to: .security) == "noticeCopies@77")
    }

    @Test func `a key whose copies are missing is not deactivated until they arrived`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.notDelivered, word: "noticeCopies")
        try await watched.run(days: 70...90)
        #expect(try await watched.run(day: 91).held(key) == "channelCopyMissing")
        watched.messenger.recover()
        try await watched.run(day: 92)
        #expect(watched.words(["noticeCopies"], about: key, to: .security).split(separator: " ").count == 3)
        try await watched.run(day: 93)
        #expect(watched.deactivations(of: key) == [93])
    }

    @Test func `a copy that is owed when a new round begins is sent all the same`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(day: 76)
        for day in [86.0, 110] {
            // Without its summary a run tells owners and owes the channel the copies; by day 110 the promise has
            // lapsed.
            watched.messenger.fail(.notDelivered, word: "summary", times: 1)
            try await watched.run(day: day)
        }
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 86@86 86@110")
        try await watched.run(day: 111)
        #expect(
            watched.words(["noticeCopies"], about: key, to: .security)
                == "noticeCopies@76 noticeCopies@111 noticeCopies@111")
    }

    @Test func `copies are in the summary's thread`() async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(days: 76...76)
        let summary = try #require(watched.messenger.messages.first { $0.payload.word == "summary" })
        let copy = try #require(watched.messenger.messages.first { $0.payload.word == "noticeCopies" })
        #expect(copy.thread == summary.delivery)
    }

    @Test func `our own token refused stops the run before it begins`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.messenger.refuse(true)
        let calls = watched.estate.allCalls
        await #expect(throws: MessengerError.self) { try await watched.run(day: 91) }
        #expect(watched.estate.allCalls == calls)
        #expect(watched.deactivations(of: key) == [])
    }

    @Test(arguments: ["summary", "notices", "noticeCopies"])
    func `our own token refused in the middle of a run stops it there`(word: String) async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.fail(.refused, word: word, times: 1)
        await #expect(throws: MessengerError.self) { try await watched.run(day: 76) }
        try await watched.run(days: 77...95)
        let stages = watched.notices(of: key, to: Watched.anna)
        #expect(stages == (word == "noticeCopies" ? "76@76 81@81 86@86" : "76@77 81@81 86@86"))
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a deactivation that was not reported yet is reported by the next run, once`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.messenger.fail(.notDelivered, word: "deactivated", times: 2)
        #expect(try await watched.run(day: 91).exitReasons == [.problem])
        #expect(watched.deactivations(of: key) == [91])
        try await watched.run(days: 92...94)
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@92")
        #expect(watched.words(["deactivated"], about: key, to: .security) == "deactivated@92")
    }

    @Test func `a deactivation told without an answer is looked up and not told twice`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        watched.messenger.fail(.unknown(stored: true), word: "deactivated", times: 2)
        try await watched.run(days: 91...93)
        #expect(watched.words(["deactivated"], about: key, to: Watched.anna) == "deactivated@91")
        #expect(watched.words(["deactivated"], about: key, to: .security) == "deactivated@91")
    }

    @Test func `while Slack can't say whether the owner is there, nothing is sent and nothing moves`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 70...80)
        watched.messenger.answer(.unknown("503"), about: Made.person("U0ANNA"))
        let before = watched.messages(to: Watched.anna).count
        for day in 81...92 { try await watched.run(day: Double(day)) }
        let report = try await watched.run(day: 92.5)
        #expect(report.held(key) == "recipientUnknown")
        #expect(watched.messages(to: Watched.anna).count == before)
        #expect(watched.notices(of: key, to: .security) == "")
        #expect(watched.deactivations(of: key) == [])
        watched.messenger.answer(nil, about: Made.person("U0ANNA"))
        try await watched.run(day: 93)
        #expect(watched.deactivations(of: key) == [93])
    }

    @Test func `a definite refusal of the message itself moves messages to the channel`() async throws {
        let watched = Watched()
        watched.settings.policy.enforcesUnreachable = true
        let (_, key) = watched.anna()
        watched.messenger.fail(.unreachable(.deliveryRefused), to: Watched.anna)
        try await watched.run(days: 70...80)
        #expect(watched.notices(of: key, to: .security) != "")
    }

    @Test func `an archived team channel moves messages to the security channel`() async throws {
        let watched = Watched()
        watched.settings.teams = ["pay": Made.channel("C0PAY")]
        let robot = watched.estate.addUser("robot", in: watched.one.id, tags: ["type": "machine", "team": "pay"])
        let key = watched.estate.addKey(robot)
        watched.messenger.fail(.unreachable(.deliveryRefused), to: .team(Made.channel("C0PAY")))
        try await watched.run(days: 70...80)
        #expect(watched.notices(of: key, to: .security) != "")
    }

    @Test func `outside working hours a key is not deactivated, and within them it is`() async throws {
        let watched = Watched()
        // Monday to Thursday, 9 to 16 in Lima; day 91 of 2026 is Thursday 2 April, noon UTC is 7 o'clock there.
        let lima = Zone(
            name: "America/Lima", first: .init(at: .distantPast, offset: -18_000, abbreviation: "-05"), transitions: [])
        watched.settings.policy.hours = WorkingHours(
            zone: lima, days: [1, 2, 3, 4], from: 540, to: 960, holidays: [])
        let (_, key) = watched.anna()
        try await watched.run(days: 70...90)
        #expect(try await watched.run(day: 91).held(key) == "outsideWorkingHours")
        try await watched.run(day: 91.1)
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a run with nothing to say still posts its summary and completes it`() async throws {
        let watched = Watched()
        let report = try await watched.run(day: 1)
        #expect(watched.messenger.messages.map(\.payload.word) == ["summary"])
        let root = try #require(report.summary.root)
        #expect(watched.messenger.lastSummary?.text.hasSuffix("done \(root)") ?? false)
        #expect(try await ChainVerification.of(watched.ledger, expectedRoot: root).faults == [])
    }
}
