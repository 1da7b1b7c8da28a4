import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Announcements of what is about to happen, used decoys, and the alarm's list.
struct WarningTests {
    private typealias Told = [PlannedAction]

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `exemptions that end soon`(audience: Notification.Audience, language: Language) throws {
        let actions = [
            try Sample.action(.announce(.exemptionEnding(Sample.exemption())), key: try Sample.key(age: 120)),
            try Sample.action(
                .announce(.exemptionEnding(Sample.exemption(until: Sample.days(2), reason: nil, by: nil, .tags))),
                user: "mgomez", key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 3)),
        ]
        let one = [actions[0]]
        try holds(
            "exemptions-ending", language, actions, .announcement(.exemptionEnding, actions, audience: audience),
            audience)
        try holds("exemption-ending", language, one, .announcement(.exemptionEnding, one, audience: audience), audience)
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `keys that are deactivated again soon`(audience: Notification.Audience, language: Language) throws {
        let actions = [
            try Sample.action(.announce(.restoreEnding(until: Sample.days(0.1))), key: try Sample.key(age: 95.5)),
            try Sample.action(
                .announce(.restoreEnding(until: Sample.days(0.1))), user: "mgomez",
                key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 99, use: .unknown("not looked up"))),
        ]
        let one = [actions[0]]
        try holds(
            "restores-ending", language, actions, .announcement(.restoreEnding, actions, audience: audience), audience)
        try holds("restore-ending", language, one, .announcement(.restoreEnding, one, audience: audience), audience)
    }

    @Test(arguments: Language.allCases)
    func `a key is deactivated again soon, and its owner can't be notified`(language: Language) throws {
        let action = try Sample.action(
            .announce(.restoreEnding(until: Sample.days(0.1))), addressee: Addressee(.security, fallback: .personLeft))
        try holds(
            "restore-ending-unreachable", language, [action],
            .announcement(.restoreEnding, [action], audience: .channel), .channel)
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `a key's restore ends soon, and deactivations are stopped`(
        audience: Notification.Audience, language: Language
    )
        throws
    {
        var action = try Sample.action(
            .announce(.restoreEnding(until: Sample.days(0.1))), key: try Sample.key(age: 95.5))
        action.stop = Stop(.account(id: action.account.id), .restores(count: 3), since: Sample.now)
        try holds(
            "restore-ending-stopped", language, [action], .announcement(.restoreEnding, [action], audience: audience),
            audience)
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `nobody who can be notified answers for a key now`(audience: Notification.Audience, language: Language) throws
    {
        var action = try Sample.action(
            .announce(.ownerChanged(to: .security, deadline: Sample.days(4), round: 1, because: nil)),
            key: try Sample.key(age: 87))
        action.heldOwner = .personUnknown
        try holds(
            "owner-lost", language, [action], .announcement(.ownerChanged, [action], audience: audience), audience)
    }

    @Test(arguments: Language.allCases)
    func `people who have left have active keys`(language: Language) throws {
        let left = Recipient.person(try Sample.id("U0BOEXAMPLE"))
        let addressee = Addressee(.security, fallback: .personLeft, passedOver: [left: .personLeft])
        let actions = [
            try Sample.action(
                .announce(.ownerLeft(owner: left)), key: try Sample.key(age: 12), addressee: addressee),
            try Sample.action(
                .announce(.ownerLeft(owner: left)), user: "o'neil",
                key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 300), addressee: addressee),
        ]
        try holds(
            "owners-left", language, actions, .announcement(.ownerLeft, actions, audience: .channel), .channel)
    }

    @Test(arguments: Language.allCases)
    func `owners who can't be reached, once a week`(language: Language) throws {
        let users: [(String, [String: String])] = [
            ("maria.gomez", [:]), ("ci", ["type": "machine", "team": "pay"]), ("ben", ["slack-id": "ben@x.org"]),
        ]
        let reasons: [UnreachableReason] = [.contactMissing, .teamUnknown, .contactMalformed]
        let findings = try zip(users, reasons).map { user, reason in
            Finding(
                subject: .user(
                    try Sample.user(user.0, in: try Sample.account(), tags: user.1, keys: []), in: try Sample.account()),
                kind: .ownerUnreachable(reason))
        }
        let composer = try Sample.composer(language)
        try Snapshot.holds(
            "owners-unreachable", language, composer.compose(.ownersUnreachable(findings), now: Sample.now), covers: [])
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `somebody else answers for a key`(audience: Notification.Audience, language: Language) throws {
        let action = try Sample.action(
            .announce(
                .ownerChanged(
                    to: .person(try Sample.id("U0BOEXAMPLE")), deadline: Sample.days(4), round: 1, because: nil)),
            key: try Sample.key(age: 87))
        try holds(
            "owner-changed", language, [action], .announcement(.ownerChanged, [action], audience: audience), audience)
    }

    @Test(arguments: Language.allCases)
    func `somebody else answers for a key, as its owner has left`(language: Language) throws {
        let action = try Sample.action(
            .announce(.ownerChanged(to: .security, deadline: Sample.days(4), round: 1, because: .personLeft)),
            key: try Sample.key(age: 87))
        try holds(
            "owner-left", language, [action], .announcement(.ownerChanged, [action], audience: .channel), .channel)
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `the last notice, to those who answered before`(audience: Notification.Audience, language: Language)
        throws
    {
        let action = try Sample.action(
            .announce(.lastNotice(deadline: Sample.days(5), round: 7)), key: try Sample.key(age: 130))
        try holds(
            "last-notice-sent", language, [action], .announcement(.lastNotice, [action], audience: audience), audience)
    }

    @Test(arguments: [Notification.Audience.owner, .channel], Language.allCases)
    func `unused keys that their owner may deactivate early`(audience: Notification.Audience, language: Language) throws
    {
        let successor: AccessKeyID = try Sample.id(ExceptionTests.successor)
        let actions = try ["maria.gomez", "mgomez"].map {
            try Sample.action(
                .announce(.retirementOffered(successor: successor)), user: $0,
                others: [try Sample.key(ExceptionTests.successor, age: 10)])
        }
        let one = [actions[0]]
        try holds(
            "retirements-offered", language, actions, .announcement(.retirementOffered, actions, audience: audience),
            audience)
        try holds(
            "retirement-offered", language, one, .announcement(.retirementOffered, one, audience: audience), audience)
    }

    @Test func `the channel never sees a whole id, not even of the successor`() throws {
        let action = try Sample.action(
            .announce(.retirementOffered(successor: try Sample.id(ExceptionTests.successor))))
        for message in try Sample.composer().compose(
            .announcement(.retirementOffered, [action], audience: .channel), now: Sample.now)
        {
            #expect(!message.payload.contains(action.key.id.rawValue))
            #expect(!message.payload.contains(ExceptionTests.successor))
        }
    }

    @Test(arguments: Language.allCases)
    func `decoys were used`(language: Language) throws {
        let actions = [
            try Sample.action(
                .announce(.decoyUsed(at: Sample.days(-0.2), service: "s3", region: "N/A")), user: "backup-admin",
                tags: [:]),
            try Sample.action(
                .announce(.decoyUsed(at: Sample.days(-1), service: "sts", region: "eu-west-1")), user: "legacy-root",
                tags: [:], key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 700)),
        ]
        try holds("decoys-used", language, actions, .announcement(.decoyUsed, actions, audience: .channel), .channel)
        try holds(
            "decoy-used", language, [actions[0]], .announcement(.decoyUsed, [actions[0]], audience: .channel), .channel)
    }

    @Test(arguments: Language.allCases)
    func `what the alarm stops`(language: Language) throws {
        let held = [
            Sample.held(try Sample.action(key: try Sample.key(age: 91.5))),
            Sample.held(
                try Sample.action(
                    user: "ci-deploy", tags: Sample.machine, key: try Sample.key(age: 120, use: .never))),
            Sample.held(
                try Sample.action(
                    user: "juan", key: try Sample.key(age: 99), addressee: Addressee(.security, fallback: .personLeft))
            ),
        ]
        try Snapshot.holds(
            "braked", language,
            try Sample.composer(language).compose(.braked(held, run: try Sample.id("run-20260302-1")), now: Sample.now),
            covers: [])
    }

    @Test(arguments: Language.allCases)
    func `a ledger that was accepted unchecked, and a summary's continued promises`(language: Language) throws {
        let composer = try Sample.composer(language)
        let held = [Sample.held(try Sample.action(key: try Sample.key(age: 91.5)))]
        try Snapshot.holds(
            "ledger-accepted", language,
            composer.compose(.ledgerAccepted(held, until: Sample.days(15)), now: Sample.now), covers: [])
        try Snapshot.holds(
            "ledger-accepted-none", language,
            composer.compose(.ledgerAccepted([], until: Sample.days(15)), now: Sample.now), covers: [])
        try Snapshot.holds(
            "promises-continued", language, composer.compose(.promisesContinued(part: 2, of: 3), now: Sample.now),
            covers: [])
    }

    @Test(arguments: Language.allCases)
    func `six hundred held keys are all listed, over as many messages as that takes`(language: Language) throws {
        let held = try (100..<700).map {
            Sample.held(
                try Sample.action(user: "person\($0)", key: try Sample.key("AKIAIOSFODNN7EX\($0)XX", age: 200)))
        }
        let messages = try Sample.composer(language).compose(
            .braked(held, run: try Sample.id("run-20260302-1")), now: Sample.now)
        let renderings = try messages.map(Rendering.init)
        #expect(renderings.allSatisfy { $0.length <= 13_200 && $0.blocks.count <= 50 })
        for key in held {
            #expect(renderings.count { $0.description.contains("`\(key.user.name)`") } == 1, "\(key.user.name)")
        }
        let commands = renderings.map { $0.description.contains("relevo run --release-brake run-20260302-1") }
        #expect(commands == Array(repeating: false, count: renderings.count - 1) + [true])
    }

    private func holds(
        _ name: String, _ language: Language, _ actions: [PlannedAction], _ notification: Notification,
        _ audience: Notification.Audience,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try Snapshot.holds(
            "\(name)-\(audience.rawValue)", language,
            try Sample.composer(language).compose(notification, now: Sample.now),
            covers: actions.map(\.id), sourceLocation: sourceLocation)
    }
}
