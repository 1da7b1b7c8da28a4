import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// What happened to keys, to their owners and to the channel.
struct EventTests {
    let composer: SlackComposer

    init() throws {
        composer = try Sample.composer()
    }

    @Test(arguments: [Word.Audience.owner, .channel])
    func `an engineer's key was deactivated`(audience: Word.Audience) throws {
        let action = try Sample.action(
            Sample.deactivation(to: .person(try Sample.id("U0MARIA"))), key: try Sample.key(age: 91.5))
        try holds("deactivated", [action], audience) { .deactivated($0[0], audience: $1) }
    }

    @Test(arguments: [Word.Audience.owner, .channel])
    func `a team's key was deactivated`(audience: Word.Audience) throws {
        let action = try Sample.action(
            Sample.deactivation(to: .team(try Sample.id("C0PAYMENTS"))), user: "ci-deploy", tags: Sample.machine,
            key: try Sample.key(age: 120, use: .never))
        try holds("deactivated-team", [action], audience) { .deactivated($0[0], audience: $1) }
    }

    @Test func `a key whose owner can't be told was deactivated`() throws {
        let action = try Sample.action(
            Sample.deactivation(to: .security), key: try Sample.key(age: 91.5),
            addressee: Addressee(.security, fallback: .userDeleted))
        try holds("deactivated-unreachable", [action], .channel) { .deactivated($0[0], audience: $1) }
    }

    @Test(arguments: [Word.Audience.owner, .channel])
    func `one new key`(audience: Word.Audience) throws {
        let action = try Sample.action(.newKey(expected: false), key: try Sample.key(age: 0.2, use: .never))
        try holds("new-key", [action], audience) { .newKeys($0, audience: $1) }
    }

    @Test(arguments: [Word.Audience.owner, .channel])
    func `new keys, expected and not`(audience: Word.Audience) throws {
        let actions = [
            try Sample.action(.newKey(expected: false), key: try Sample.key(age: 0.2, use: .never)),
            try Sample.action(
                .newKey(expected: true), user: "mgomez", key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 0.4)),
        ]
        let unreachable = try Sample.action(
            .newKey(expected: false), user: "who", tags: [:], key: try Sample.key("AKIANEWERKEYEXAMPLE0", age: 0.1))
        try holds("new-keys", audience == .owner ? actions : actions + [unreachable], audience) {
            .newKeys($0, audience: $1)
        }
    }

    @Test(arguments: [Word.Audience.owner, .channel])
    func `rotated keys, inactive and gone`(audience: Word.Audience) throws {
        let actions = [
            try Sample.action(
                .rotated(successor: try Sample.id("AKIANEWERKEYEXAMPLE0")), key: try Sample.key(status: .inactive)),
            try Sample.action(
                .rotated(successor: try Sample.id("AKIANEWERKEYEXAMPLE1")), user: "mgomez",
                key: try Sample.key("AKIAI44QH8DHBEXAMPLE", status: .other("Deleted"))),
        ]
        try holds("rotated", actions, audience) { .rotated($0, audience: $1) }
    }

    @Test(arguments: [Word.Audience.owner, .channel])
    func `a key that was switched on again`(audience: Word.Audience) throws {
        try holds("reactivated", [try Sample.action(.reactivated, key: try Sample.key(age: 95))], audience) {
            .reactivated($0, audience: $1)
        }
    }

    private func holds(
        _ name: String, _ actions: [PlannedAction], _ audience: Word.Audience,
        sourceLocation: SourceLocation = #_sourceLocation, word: ([PlannedAction], Word.Audience) -> Word
    ) throws {
        try Snapshot.holds(
            "\(name)-\(audience.rawValue)", composer.compose(word(actions, audience), now: Sample.now),
            covers: actions.map(\.id), sourceLocation: sourceLocation)
    }
}
