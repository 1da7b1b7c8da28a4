import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Who made a key or switched it on, to owners and to the channel.
struct DeedTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let deed: DeedLookup
    }

    static let cases = [
        Case(testDescription: "itself", deed: found(.user(name: "maria.gomez", id: own), .console)),
        Case(testDescription: "another", deed: found(.user(name: "luis", id: nil), .commandLine)),
        Case(
            testDescription: "a session",
            deed: found(.session(role: "Admin", name: "luis@example.com"), .program("Terraform/1.5.0"))),
        Case(testDescription: "root", deed: found(.root, .unknown, from: nil)),
        Case(
            testDescription: "a service",
            deed: found(
                .service("cloudformation.amazonaws.com"), .program("cloudformation.amazonaws.com"),
                from: "cloudformation.amazonaws.com")),
        Case(testDescription: "not there", deed: .notFound),
        Case(testDescription: "not allowed", deed: .notAllowed(permission: "cloudtrail:LookupEvents")),
        Case(testDescription: "unknown", deed: .unknown("Throttling for 10 minutes")),
    ]

    private static let own = UserID(rawValue: "AIDAIOSFODNN7EXAMPLE")

    private static func found(
        _ actor: Deed.Actor, _ means: Deed.Means, from source: String? = "198.51.100.7"
    ) -> DeedLookup {
        .found(Deed(actor: actor, actorARN: nil, means: means, source: source, at: Sample.now, event: "e-1"))
    }

    private func actions(_ kind: PlannedAction.Kind) throws -> [PlannedAction] {
        try Self.cases.enumerated().map { number, row in
            var action = try Sample.action(kind, key: try Sample.key("AKIANEWERKEYEXAMPLE\(number)", age: 0.2))
            action.deed = row.deed
            return action
        }
    }

    @Test(arguments: [Word.Audience.owner, .channel], Language.allCases)
    func `who made new keys`(audience: Word.Audience, language: Language) throws {
        let actions = try actions(.newKey(expected: false))
        try Snapshot.holds(
            "new-keys-made-\(audience.rawValue)", language,
            Sample.composer(language).compose(.newKeys(actions, audience: audience), now: Sample.now),
            covers: actions.map(\.id))
    }

    @Test(arguments: [Word.Audience.owner, .channel], Language.allCases)
    func `who switched keys on again`(audience: Word.Audience, language: Language) throws {
        let actions = try actions(.reactivated)
        try Snapshot.holds(
            "reactivated-by-\(audience.rawValue)", language,
            Sample.composer(language).compose(.reactivated(actions, audience: audience), now: Sample.now),
            covers: actions.map(\.id))
    }

    /// Names are used again: whoever has the name today need not be who had it then.
    @Test func `a user of the same name is another user`() throws {
        let user = try Sample.action().user
        let id: UserID = try Sample.id("AIDAANOTHERUSER00000")
        func deed(_ id: UserID?, _ arn: String?) -> Deed {
            Deed(
                actor: .user(name: user.name, id: id), actorARN: arn, means: .unknown, source: nil, at: Sample.now,
                event: "e")
        }
        #expect(!deed(id, user.arn).isBy(user))
        #expect(deed(user.id, nil).isBy(user))
        #expect(deed(nil, user.arn).isBy(user))
        #expect(!deed(nil, nil).isBy(user))
    }
}
