import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack
import Testing

@testable import Messages

/// What happened to keys, as owners and the channel read it.
struct EventTests {
    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `an engineer's key was deactivated`(audience: Notification.Audience, language: Language) throws {
        let action = try Sample.action(
            Sample.deactivation(to: .person(try Sample.id("U0MARIA"))), key: try Sample.key(age: 91.5))
        try holds("deactivated", language, [action], audience) { .deactivated($0[0], audience: $1) }
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `a team's key was deactivated`(audience: Notification.Audience, language: Language) throws {
        let action = try Sample.action(
            Sample.deactivation(to: .team(try Sample.id("C0PAYMENTS"))), user: "ci-deploy", tags: Sample.machine,
            key: try Sample.key(age: 120, use: .never))
        try holds("deactivated-team", language, [action], audience) { .deactivated($0[0], audience: $1) }
    }

    @Test(arguments: Language.allCases)
    func `a key whose owner can't be notified was deactivated`(language: Language) throws {
        let action = try Sample.action(
            Sample.deactivation(to: .security), key: try Sample.key(age: 91.5),
            addressee: Addressee(.security, fallback: .personLeft))
        try holds("deactivated-unreachable", language, [action], .channel) { .deactivated($0[0], audience: $1) }
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `one new key`(audience: Notification.Audience, language: Language) throws {
        let action = try Sample.action(.announce(.newKey(expected: false)), key: try Sample.key(age: 0.2, use: .never))
        try holds("new-key", language, [action], audience) { .announcement(.newKey, $0, audience: $1) }
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `a new key in place of one that has notices`(audience: Notification.Audience, language: Language) throws {
        let action = try Sample.action(
            .announce(.newKey(expected: true)), key: try Sample.key("AKIANEWERKEYEXAMPLE0", age: 0.2, use: .never),
            others: [try Sample.key(age: 77)])
        try holds("new-key-rotating", language, [action], audience) { .announcement(.newKey, $0, audience: $1) }
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `new keys, expected and not`(audience: Notification.Audience, language: Language) throws {
        let actions = [
            try Sample.action(.announce(.newKey(expected: false)), key: try Sample.key(age: 0.2, use: .never)),
            try Sample.action(
                .announce(.newKey(expected: true)), user: "mgomez",
                key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 0.4)),
        ]
        let unreachable = try Sample.action(
            .announce(.newKey(expected: false)), user: "who", tags: [:],
            key: try Sample.key("AKIANEWERKEYEXAMPLE0", age: 0.1))
        try holds("new-keys", language, audience == .owner ? actions : actions + [unreachable], audience) {
            .announcement(.newKey, $0, audience: $1)
        }
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `rotated keys, inactive and gone`(audience: Notification.Audience, language: Language) throws {
        var actions = [
            try Sample.action(
                .announce(.rotated(successor: try Sample.id("AKIANEWERKEYEXAMPLE0"))),
                key: try Sample.key(status: .inactive)),
            try Sample.action(
                .announce(.rotated(successor: try Sample.id("AKIANEWERKEYEXAMPLE1"))), user: "mgomez",
                key: try Sample.key("AKIAI44QH8DHBEXAMPLE", status: .other("Deleted"))),
        ]
        actions[0].toldDeadline = Sample.days(9)
        actions[0].notices = .init(now: 1, before: 3)
        actions[1].notices = .init(now: 3, before: 3)
        try holds("rotated", language, actions, audience) { .announcement(.rotated, $0, audience: $1) }
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `a key that was activated again`(audience: Notification.Audience, language: Language) throws {
        try holds(
            "reactivated", language, [try Sample.action(.announce(.reactivated), key: try Sample.key(age: 95))],
            audience
        ) {
            .announcement(.reactivated, $0, audience: $1)
        }
    }

    /// A new kind of announcement needs one sentence in each language and nothing else.
    @Test(arguments: Announcement.Kind.allCases, Language.allCases)
    func `any announcement can be composed from its sentence alone`(
        kind: Announcement.Kind, language: Language
    ) throws {
        var composer = try Sample.composer(language)
        let announcement = try Sample.announcement(kind)
        let actions = [
            try Sample.action(.announce(announcement)),
            try Sample.action(.announce(announcement), user: "mgomez", key: try Sample.key("AKIAI44QH8DHBEXAMPLE")),
        ]
        let sentence = try #require(language.phrases.matter(.announce(announcement))).source
        for audience in [Notification.Audience.owner, .channel] {
            composer.isPrivate = audience == .owner
            let messages = composer.briefAnnouncement(actions, audience)
            #expect(messages.flatMap(\.covers) == actions.map(\.id))
            let text = try messages.map { try Rendering($0).description }.joined(separator: "\n")
            #expect(text.count(of: sentence) == 1 + actions.count, "\(text)")
            for action in actions {
                #expect(text.contains("`\(action.user.name)`"))
                #expect(text.contains(action.key.id.rawValue) == (audience == .owner))
                #expect(text.contains(action.key.id.masked) == (audience == .channel))
            }
        }
    }

    private func holds(
        _ name: String, _ language: Language, _ actions: [PlannedAction], _ audience: Notification.Audience,
        sourceLocation: SourceLocation = #_sourceLocation,
        notification: ([PlannedAction], Notification.Audience) -> Notification
    ) throws {
        let composer = try Sample.composer(language)
        try Snapshot.holds(
            "\(name)-\(audience.rawValue)", language,
            composer.compose(notification(actions, audience), now: Sample.now),
            covers: actions.map(\.id), sourceLocation: sourceLocation)
    }
}

extension String {
    fileprivate func count(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
