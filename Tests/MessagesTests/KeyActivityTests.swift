import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Who created or activated a key, as owners and the channel read it.
struct KeyActivityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let activity: KeyActivityLookup
    }

    static let cases = [
        Case(testDescription: "itself", activity: found(.user(name: "maria.gomez", id: own), .console)),
        Case(testDescription: "another", activity: found(.user(name: "luis", id: nil), .commandLine)),
        Case(
            testDescription: "a session",
            activity: found(.session(role: "Admin", name: "luis@example.com"), .program("Terraform/1.5.0"))),
        Case(testDescription: "root", activity: found(.root, .unknown, from: nil)),
        Case(
            testDescription: "a service",
            activity: found(
                .service("cloudformation.amazonaws.com"), .program("cloudformation.amazonaws.com"),
                from: "cloudformation.amazonaws.com")),
        Case(testDescription: "not there", activity: .notFound),
        Case(testDescription: "not allowed", activity: .notAllowed(permission: "cloudtrail:LookupEvents")),
        Case(testDescription: "unknown", activity: .unknown("Throttling for 10 minutes")),
    ]

    private static let own = UserID(rawValue: "AIDAIOSFODNN7EXAMPLE")

    private static func found(
        _ actor: KeyActivity.Actor, _ means: KeyActivity.Means, from source: String? = "198.51.100.7"
    ) -> KeyActivityLookup {
        .found(KeyActivity(actor: actor, actorARN: nil, means: means, source: source, at: Sample.now, event: "e-1"))
    }

    private func actions(_ kind: PlannedAction.Kind) throws -> [PlannedAction] {
        try Self.cases.enumerated().map { number, row in
            var action = try Sample.action(kind, key: try Sample.key("AKIANEWERKEYEXAMPLE\(number)", age: 0.2))
            action.activity = row.activity
            return action
        }
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `who created new keys`(audience: Notification.Audience, language: Language) throws {
        let actions = try actions(.announce(.newKey(expected: false)))
        try Snapshot.holds(
            "new-keys-made-\(audience.rawValue)", language,
            Sample.composer(language).compose(.announcement(.newKey, actions, audience: audience), now: Sample.now),
            covers: actions.map(\.id))
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `who activated keys again`(audience: Notification.Audience, language: Language) throws {
        let actions = try actions(.announce(.reactivated))
        try Snapshot.holds(
            "reactivated-by-\(audience.rawValue)", language,
            Sample.composer(language).compose(
                .announcement(.reactivated, actions, audience: audience), now: Sample.now),
            covers: actions.map(\.id))
    }

    /// Names are reused: the user with the name today may not be the one who had it then.
    @Test func `a user of the same name is another user`() throws {
        let user = try Sample.action().user
        let id: UserID = try Sample.id("AIDAANOTHERUSER00000")
        func activity(_ id: UserID?, _ arn: String?) -> KeyActivity {
            KeyActivity(
                actor: .user(name: user.name, id: id), actorARN: arn, means: .unknown, source: nil, at: Sample.now,
                event: "e")
        }
        #expect(!activity(id, user.arn).isBy(user))
        #expect(activity(user.id, nil).isBy(user))
        #expect(activity(nil, user.arn).isBy(user))
        #expect(!activity(nil, nil).isBy(user))
    }
}
