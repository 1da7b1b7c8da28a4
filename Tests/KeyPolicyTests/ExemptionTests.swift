import FoundationEssentials
import KeyPolicy
import Testing

/// What a user's own tags grant, and what is found in them.
struct ExemptionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let tags: [String: String]
        var holds = true
        var flaws: [ExemptionFlaw] = []
    }

    private static let whole = [
        "relevo-exempt-until": "2026-06-01", "relevo-exempt-reason": "migration", "relevo-exempt-by": "Luis Paz",
    ]

    private static func but(_ key: String, _ value: String?) -> [String: String] {
        var tags = whole
        tags[key] = value
        return tags
    }

    /// All on 2026-04-11 at noon.
    @Test(arguments: [
        Case(testDescription: "whole", tags: whole),
        Case(
            testDescription: "keys in any case, values with spaces around",
            tags: ["Relevo-Exempt-Until": " 2026-06-01 ", "RELEVO-EXEMPT-REASON": "x", "relevo-exempt-BY": "y"]),
        Case(testDescription: "an instant", tags: but("relevo-exempt-until", "2026-04-11T12:00:01Z")),
        Case(
            testDescription: "over this second", tags: but("relevo-exempt-until", "2026-04-11T12:00:00Z"), holds: false),
        Case(testDescription: "until today: to the end of the day", tags: but("relevo-exempt-until", "2026-04-11")),
        Case(testDescription: "until yesterday", tags: but("relevo-exempt-until", "2026-04-10"), holds: false),
        Case(testDescription: "over long ago", tags: but("relevo-exempt-until", "2025-01-01"), holds: false),
        Case(testDescription: "90 days", tags: but("relevo-exempt-until", "2026-07-10T12:00:00Z")),
        Case(
            testDescription: "more than 90 days", tags: but("relevo-exempt-until", "2026-07-10T12:00:01Z"),
            flaws: [.tooLong]),
        Case(testDescription: "no end", tags: but("relevo-exempt-until", nil), flaws: [.endMissing]),
        Case(testDescription: "an empty end", tags: but("relevo-exempt-until", " "), flaws: [.endMissing]),
        Case(testDescription: "no date", tags: but("relevo-exempt-until", "next week"), flaws: [.endUnreadable]),
        Case(testDescription: "no such day", tags: but("relevo-exempt-until", "2026-02-30"), flaws: [.endUnreadable]),
        Case(testDescription: "no reason", tags: but("relevo-exempt-reason", nil), flaws: [.reasonMissing]),
        Case(testDescription: "no approver", tags: but("relevo-exempt-by", nil), flaws: [.approverMissing]),
        Case(
            testDescription: "an approver alone", tags: ["relevo-exempt-by": "me"],
            flaws: [.endMissing, .reasonMissing]),
    ])
    func `tags are honoured whatever they lack, and what they lack is a finding`(row: Case) throws {
        let now = Made.day(100)
        let user = Made.user(tags: row.tags)
        let exemption = try #require(Exemption(tagsOf: user, zone: .utc))
        #expect(exemption.holds(at: now) == row.holds)
        if row.holds { #expect(exemption.flaws(at: now, of: user, policy: Policy()) == row.flaws) }
        let refusal = Gate.settingsRefusal(
            of: Made.keyID, user: Made.user(tags: row.tags.merging(["type": "engineer"]) { $1 }), mode: .enforce,
            policy: Policy(), now: now, unreachable: nil)
        #expect(refusal?.code.rawValue == (row.holds ? "exempt" : nil))
    }

    @Test func `a day ends where the working hours are`() {
        let user = Made.user(tags: Self.but("relevo-exempt-until", "2026-04-11").merging(["type": "engineer"]) { $1 })
        func isExempt(_ policy: Policy, at instant: String) -> Bool {
            policy.exemptions(of: user, key: Made.keyID).contains {
                $0.holds(at: InstantText.read(instant) ?? .distantPast)
            }
        }
        #expect(isExempt(Policy(), at: "2026-04-11T23:59:59Z"))
        #expect(!isExempt(Policy(), at: "2026-04-12T00:00:00Z"))
        var policy = Policy()
        policy.hours = WorkingHours(zone: ZoneTests.newYork, days: [1], from: 0, to: 1_440, holidays: [])
        #expect(isExempt(policy, at: "2026-04-12T03:59:59Z"))
        #expect(!isExempt(policy, at: "2026-04-12T04:00:00Z"))
    }

    @Test func `no tag of the three is no exemption`() {
        #expect(Exemption(tagsOf: Made.user(), zone: .utc) == nil)
        #expect(Exemption(tagsOf: Made.user(tags: ["relevo-exempt": "yes"]), zone: .utc) == nil)
    }

    /// An exemption of every source that was to last until day 4,000, first seen on day 10.
    @Test(arguments: [Exemption.Source.configuration, .tags, .command], [99.9, 100])
    func `it lasts 90 days at a time from when it was seen first; a command is refused more`(
        source: Exemption.Source, day: Double
    ) {
        let exemption = Exemption(
            subject: .user(Made.user().id.rawValue), until: Made.day(4_000), reason: "r", approver: "a",
            source: source)
        var policy = Policy()
        policy.exemptions = [exemption]
        #expect(exemption.isTooLong(at: Made.day(10), policy: policy) == (source != .command))
        policy.exemptionsFirstSeen = [exemption.sight: Made.day(10)]
        let refusal = Gate.settingsRefusal(
            of: Made.keyID, user: Made.user(), mode: .enforce, policy: policy, now: Made.day(day),
            unreachable: nil)
        #expect(refusal?.code.rawValue == (day < 100 || source == .command ? "exempt" : nil))
        let shown = ExemptionInForce.all(of: Made.user(), in: Made.account, policy: policy, at: Made.day(50))
        #expect(shown.map(\.flaws) == [source == .command ? [] : [.tooLong]])
        #expect(shown.map(\.exemption.until) == [Made.day(source == .command ? 4_000 : 100)])
    }

    @Test func `without an end that can be read it lasts as long`() throws {
        let user = Made.user(tags: ["type": "engineer", "relevo-exempt-until": "soon"])
        let exemption = try #require(Exemption(tagsOf: user, zone: .utc))
        var policy = Policy()
        policy.exemptionsFirstSeen = [exemption.sight: Made.day(10)]
        func code(_ day: Double) -> String? {
            Gate.settingsRefusal(
                of: Made.keyID, user: user, mode: .enforce, policy: policy, now: Made.day(day), unreachable: nil)?.code
                .rawValue
        }
        #expect(code(99.9) == "exempt" && code(100) == nil)
        #expect(
            exemption.cut(at: Made.day(100)).flaws(at: Made.day(50), of: user, policy: policy).first == .endUnreadable)
    }

    @Test(arguments: ["Anna Ek", " anna  EK ", "U0ANNA", "<@U0ANNA>", "@anna", "ANNA", "anna@example.com"])
    func `an owner approves nothing for their own user`(name: String) throws {
        let user = Made.user(
            tags: [
                "type": "engineer", "slack-id": "U0ANNA", "full-name": "Anna Ek", "email": "anna@example.com",
                "relevo-exempt-until": "2026-01-20", "relevo-exempt-reason": "r", "relevo-exempt-by": name,
            ])
        #expect(user.isOwned(by: name))
        let exemption = try #require(Exemption(tagsOf: user, zone: .utc))
        #expect(exemption.flaws(at: Made.day(1), of: user, policy: Policy()) == [.approverIsOwner])
        #expect(!exemption.isApproved(for: user))
    }

    @Test(arguments: ["Luis Paz", "annabel", "", " "])
    func `anybody else may approve`(name: String) {
        #expect(!Made.user(tags: ["slack-id": "U0ANNA", "full-name": "Anna Ek"]).isOwned(by: name))
    }

    @Test func `a tag exempts every key of its user, once`() {
        let second: AccessKeyID = Made.id("AKIA0000000000000002")
        let user = Made.user(tags: Self.whole, keys: [Made.key(), Made.key(second.rawValue)])
        let all = ExemptionInForce.all(of: user, in: Made.account, policy: Policy(), at: Made.day(100))
        #expect(all.map(\.key) == [nil])
        #expect(Policy().exemptions(of: user, key: second).count == 1)
    }
}
