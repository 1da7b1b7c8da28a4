import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Owners who can't be reached: their keys stay active, unless `policy.unreachable` is `enforce`. For owners who have
/// left, the channel is notified, and their keys are deactivated unless `policy.left` is `hold`.
struct UnreachableRunTests {
    private static let words = ["ownersUnreachable", "unreachable"]

    private func channel(_ watched: Watched) -> [String] {
        watched.messenger.messages.filter { $0.recipient == .security && Self.words.contains($0.payload.word) }
            .map { "\($0.payload.word)@\(Int($0.at.timeIntervalSince(Made.day(0)) / 86_400))" }
    }

    @Test func `without a slack id nothing is deactivated, and the channel gets one message a week`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        watched.estate.tag(user, "slack-id", nil)
        for day in 75...120 {
            let report = try await watched.run(day: Double(day))
            let found = report.plan.findings.map(\.kind.code)
            #expect(found == (day < 76 ? [] : ["ownerUnreachable"]), "\(day)")
            #expect(report.held(key) == (day < 91 ? nil : "ownerUnreachable"), "\(day)")
        }
        #expect(watched.deactivations(of: key) == [])
        #expect(channel(watched) == [76, 83, 90, 97, 104, 111, 118].map { "ownersUnreachable@\($0)" })
    }

    @Test(arguments: [UnreachableReason.personUnknown, .personIsBot, .personIsForeign])
    func `with a slack id that Slack doesn't accept nothing is deactivated, and the channel gets no notice`(
        reason: UnreachableReason
    ) async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.answer(.unreachable(reason), about: Made.person("U0ANNA"))
        try await watched.run(days: 76...110)
        #expect(watched.deactivations(of: key) == [])
        #expect(watched.notices(of: key, to: .security) == "")
    }

    @Test func `one message names everybody, and mode report sends none`() async throws {
        let watched = Watched(mode: .report)
        for name in ["ben", "cleo"] {
            let user = watched.estate.addUser(name, in: watched.one.id, tags: ["type": "engineer"])
            watched.estate.addKey(user, createdAt: Made.day(0))
        }
        try await watched.run(day: 90)
        #expect(channel(watched) == [])
        watched.settings.mode = .notify
        let report = try await watched.run(day: 91)
        #expect(report.plan.findings.count == 2)
        #expect(channel(watched) == ["ownersUnreachable@91"])
        #expect(report.outcomes[Plan.weeklyListID] == .delivered)
        let listed = await watched.ledger.events(ofKind: .unreachableNamed, in: .runs, since: .distantPast)
        let ids = Set(report.plan.findings.compactMap(\.user?.id))
        #expect(listed.compactMap { if case .run(let event) = $0.body { Set(event.named) } else { nil } } == [ids])
    }

    @Test func `once the tag is right, the owner gets every day that was promised to nobody`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        watched.estate.tag(user, "slack-id", "anna@example.com")
        try await watched.run(days: 76...99)
        watched.estate.tag(user, "slack-id", "U0ANNA")
        try await watched.run(days: 100...115)
        #expect(watched.deactivations(of: key) == [115])
        #expect(watched.notices(of: key, to: Watched.anna).hasPrefix("76@100"))
    }

    @Test func `a promise to a person ends when they can't be reached any more`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.answer(.unreachable(.personUnknown), about: Made.person("U0ANNA"))
        try await watched.run(days: 91...100)
        #expect(watched.deactivations(of: key) == [])
    }

    @Test func `an owner can't keep a key forever with a tag that names nobody`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "slack-id", nil)
        try await watched.run(days: 90...160)
        #expect(watched.words(["lastNotice"], about: key, to: Watched.anna) != "")
        #expect(watched.deactivations(of: key).count == 1)
        #expect(watched.deactivations(of: key).first ?? 0 > 121)
    }

    @Test func `a last notice that no person got counts only where the channel may stand in for the owner`()
        async throws
    {
        for isHeld in [false, true] {
            let watched = Watched()
            watched.settings.policy.enforcesUnreachable = true
            watched.settings.policy.maxOverdueDays = 2
            let (user, key) = watched.anna()
            watched.estate.tag(user, "slack-id", nil)
            try await watched.run(days: 76...90)
            watched.estate.tag(user, "relevo-exempt-until", "whenever")
            try await watched.run(days: 91...93)
            watched.estate.tag(user, "relevo-exempt-until", nil)
            try await watched.run(days: 94...95)
            if isHeld { watched.settings.policy.enforcesUnreachable = false }
            try await watched.run(days: 96...115)
            #expect(watched.deactivations(of: key).isEmpty == isHeld)
        }
    }

    @Test func `a last notice that only reached somebody who left isn't carried out`() async throws {
        let watched = Watched()
        watched.settings.policy.maxOverdueDays = 2
        let (user, key) = watched.anna()
        try await watched.run(days: 76...85)
        watched.estate.tag(user, "slack-id", "somebody")
        try await watched.run(days: 86...90)
        watched.messenger.answer(.unreachable(.personLeft), about: Made.person("U0ANNA"))
        watched.messenger.fail(.unreachable(.personLeft), to: Watched.anna)
        try await watched.run(days: 91...130)
        #expect(watched.deactivations(of: key) == [])
    }

    @Test func `a team can't keep a machine's key forever with a tag that names no team`() async throws {
        let watched = Watched()
        watched.settings.teams = ["pay": Made.channel("C0PAY")]
        watched.settings.policy.enforcesMachines = true
        watched.settings.policy.maxOverdueDays = 5
        let user = watched.estate.addUser("ci", in: watched.one.id, tags: ["type": "machine", "team": "pay"])
        let key = watched.estate.addKey(user, createdAt: Made.day(0))
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "team", "nobody")
        let report = try await watched.run(day: 93)
        #expect(Set(report.plan.findings.map(\.kind.code)) == ["ownerUnreachable", "pastItsDay"])
        try await watched.run(days: 94...120)
        #expect(watched.words(["lastNotice"], about: key, to: .team(Made.channel("C0PAY"))) != "")
        #expect(watched.deactivations(of: key).count == 1)
    }

    @Test func `what the channel was promised doesn't count once it was told that the key stays active`() async throws {
        let watched = Watched()
        watched.settings.policy.enforcesUnreachable = true
        let (user, key) = watched.anna()
        watched.estate.tag(user, "slack-id", nil)
        try await watched.run(days: 76...87)
        watched.settings.policy.enforcesUnreachable = false
        try await watched.run(days: 88...89)
        watched.settings.policy.enforcesUnreachable = true
        try await watched.run(days: 90...110)
        #expect(watched.deactivations(of: key).count == 1)
        #expect(watched.deactivations(of: key).first ?? 0 > 94)
    }

    @Test func `an owner who has left is no surprise: the channel is notified, and the key deactivated`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.messenger.answer(.unreachable(.personLeft), about: Made.person("U0ANNA"))
        try await watched.run(days: 76...91)
        #expect(watched.notices(of: key, to: .security) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `where leavers' keys are held, a leaver's key stays active, and the channel gets no notice`()
        async throws
    {
        let watched = Watched()
        watched.settings.policy.enforcesLeft = false
        let (_, key) = watched.anna()
        watched.messenger.answer(.unreachable(.personLeft), about: Made.person("U0ANNA"))
        try await watched.run(days: 76...110)
        #expect(watched.notices(of: key, to: .security) == "")
        #expect(watched.deactivations(of: key) == [])
    }

    @Test func `enforce notifies the channel in the owner's place`() async throws {
        let watched = Watched()
        watched.settings.policy.enforcesUnreachable = true
        let (user, key) = watched.anna()
        watched.estate.tag(user, "slack-id", nil)
        try await watched.run(days: 76...91)
        #expect(watched.notices(of: key, to: .security) == "76@76 81@81 86@86")
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a run that ends while it sends the week's message has sent it once`() async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        watched.estate.tag(user, "slack-id", nil)
        watched.messenger.fail(.unknown(stored: true), word: "ownersUnreachable", times: 1)
        try await watched.run(days: 76...82)
        #expect(channel(watched) == ["ownersUnreachable@76"])
    }
}
