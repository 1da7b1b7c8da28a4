import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Users and keys that are left alone, and what begins when that is over.
struct ExemptionRunTests {
    private func channel(_ watched: Watched, _ word: String) -> [Int] {
        watched.messages(to: .security).filter { $0.payload.word == word }.map { Watched.day($0.at) }
    }

    @Test func `exempt by command, nothing is said; before it is over the channel is warned; then it begins anew`()
        async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(day: 70)
        try await watched.exempt("anna", untilDay: 100)
        try await watched.run(days: 71...99)
        #expect(watched.notices(of: key, to: Watched.anna) == "")
        #expect(channel(watched, "exempted") == [70])
        #expect(channel(watched, "exemptionEnding") == [93])
        #expect(watched.messages(to: Watched.anna).map(\.payload.word) == ["exemptionEnding"])
        try await watched.run(days: 100...116)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@100 81@105 86@110")
        #expect(watched.deactivations(of: key) == [115])
    }

    @Test func `an exemption that ends what was promised`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        try await watched.exempt(key.rawValue, untilDay: 92)
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [])
        try await watched.run(days: 92...97)
        // Told before, and not since: five days anew.
        #expect(watched.deactivations(of: key) == [97])
    }

    @Test func `one that came and went between two runs ends the round too`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...89)
        watched.clock.set(Made.day(89.5))
        try await watched.exempt("anna", untilDay: 90.5)
        try await watched.run(days: 91...95)
        #expect(watched.deactivations(of: key) == [])
        try await watched.run(day: 96)
        #expect(watched.deactivations(of: key) == [96])
    }

    @Test func `ended by command, it is over at once`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(day: 70)
        try await watched.exempt("anna", untilDay: 150)
        try await watched.run(days: 71...80)
        try await watched.endExemption("anna")
        try await watched.run(day: 81)
        #expect(watched.notices(of: key, to: Watched.anna) == "81@81")
        #expect(channel(watched, "exemptionEnded") == [80])
        await #expect(throws: InterventionRefusal.noSuchExemption("anna", elsewhere: nil)) {
            try await watched.endExemption("anna")
        }
    }

    @Test func `tags exempt as well, and what they lack is in every summary`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        watched.estate.tag(user, "relevo-exempt-until", "until we are done")
        let first = try await watched.run(day: 120)
        let second = try await watched.run(day: 121)
        #expect(first.held(key) == "exempt" && second.held(key) == "exempt")
        for report in [first, second] {
            #expect(report.summary.exemptions.map(\.flaws) == [[.endUnreadable, .reasonMissing, .approverMissing]])
        }
        #expect(watched.notices(of: key, to: Watched.anna) == "")
    }

    @Test func `a later grant takes the earlier one's place, shorter or longer`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(day: 60)
        try await watched.exempt("anna", untilDay: 140)
        try await watched.exempt("anna", untilDay: 80)
        try await watched.run(day: 81)
        #expect(watched.notices(of: key, to: Watched.anna) == "81@81")
    }

    @Test func `by command it lasts 90 days at the most, and nobody grants one to themselves`() async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(day: 1)
        await #expect(throws: InterventionRefusal.exemptionTooLong(days: 90)) {
            try await watched.exempt("anna", untilDay: 91.1)
        }
        try await watched.exempt("anna", untilDay: 91)
        for name in ["Anna Ek", "u0anna", "ANNA"] {
            await #expect(throws: InterventionRefusal.approverIsOwner(name, user: "anna")) {
                try await watched.exempt("anna", untilDay: 9, by: name)
            }
        }
    }

    @Test(arguments: ["2029-01-01", "whenever"])
    func `by tags it is over 90 days after it was seen first, and then it begins anew`(until: String) async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        watched.estate.tag(user, "relevo-exempt-until", until)
        try await watched.run(day: 10)
        #expect(try await watched.run(day: 99.9).held(key) == "exempt")
        let report = try await watched.run(day: 100)
        #expect(report.summary.exemptions.isEmpty)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@100")
        try await watched.run(days: 101...115)
        #expect(watched.deactivations(of: key) == [115])
    }

    @Test func `in the configuration too; written anew it is another one`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        func exempt(_ day: Double) {
            watched.settings.policy.exemptions = [
                Exemption(subject: .user(user.rawValue), until: Made.day(day), reason: "r", approver: "Luis")
            ]
        }
        exempt(1_000)
        #expect(try await watched.run(day: 10).summary.exemptions.map(\.flaws) == [[.tooLong]])
        exempt(1_001)
        try await watched.run(day: 50)
        #expect(try await watched.run(day: 139).held(key) == "exempt")
        #expect(try await watched.run(day: 140).held(key) != "exempt")
    }

    @Test func `who is named by a name that two accounts have is asked for`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.anna()
        watched.estate.addUser("anna", in: Made.account(2).id, tags: [:])
        try await watched.run(day: 1)
        let both = [Made.account(1).id, Made.account(2).id]
        await #expect(throws: InterventionRefusal.severalUsers("anna", accounts: both)) {
            try await watched.exempt("anna", untilDay: 9)
        }
        await #expect(throws: InterventionRefusal.unknownUser("nobody")) {
            try await watched.exempt("nobody", untilDay: 9)
        }
        await #expect(throws: InterventionRefusal.notAhead(Made.day(1))) {
            try await watched.exempt("anna", untilDay: 1)
        }
    }

    @Test func `tags that exempt an overdue key are answered with a last notice, and not with an ordinary one`()
        async throws
    {
        let watched = Watched()
        watched.settings.policy.maxOverdueDays = 1
        let (user, key) = watched.anna()
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "slack-id", "U0BO")
        try await watched.run(days: 90...92)
        watched.estate.tag(user, "relevo-exempt-until", "whenever")
        try await watched.run(days: 93...100)
        let lines = watched.messenger.messages.filter { $0.at >= Made.day(93) }.flatMap(\.payload.lines)
            .filter { $0.key == key && $0.stage != nil && $0.isBinding }
        #expect(!lines.isEmpty && lines.allSatisfy(\.isLast))
        #expect(watched.deactivations(of: key) == [98])
    }
}
