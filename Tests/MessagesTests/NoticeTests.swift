import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import Messages

/// Notices to owners and teams.
struct NoticeTests {
    @Test(arguments: Language.allCases)
    func `one key, to its owner`(language: Language) throws {
        let composer = try Sample.composer(language)
        let action = try Sample.action()
        try Snapshot.holds(
            "notice", language, composer.compose(.notices([action]), now: Sample.now), covers: [action.id])
    }

    @Test(arguments: Language.allCases)
    func `several keys of one person over two accounts: the first deadline first, how to rotate once`(
        language: Language
    ) throws {
        let composer = try Sample.composer(language)
        let sandbox = try Sample.account("222222222222", "sandbox")
        let calm = try Sample.action()
        let inUse = try Sample.action(
            Sample.notice(stage: 86, in: 5, possibleRepeat: true), user: "mgomez", account: sandbox,
            key: try Sample.key(
                "AKIAI44QH8DHBEXAMPLE", age: 86,
                use: .used(at: Sample.days(-0.1), service: "ec2", region: "eu-west-1")),
            others: [try Sample.key("AKIANEWERKEYEXAMPLE0", age: 10, use: .never)])
        let unusedInNotify = try Sample.action(
            Sample.notice(stage: 81, binding: false, in: 10), user: "mgomez2", account: sandbox,
            key: try Sample.key("AKIATHIRDKEYEXAMPLE0", age: 81, use: .never),
            others: [
                try Sample.key(
                    "AKIAOLDERKEYEXAMPLE0", age: 300, status: .inactive,
                    use: .used(at: Sample.days(-200), service: "iam", region: "N/A"))
            ])
        try Snapshot.holds(
            "notice-several", language, composer.compose(.notices([calm, inUse, unusedInNotify]), now: Sample.now),
            covers: [inUse.id, unusedInNotify.id, calm.id])
    }

    @Test(arguments: Language.allCases)
    func `a machine's key, to its team's channel: nobody sees a whole id`(language: Language) throws {
        let composer = try Sample.composer(language)
        let action = try Sample.action(
            Sample.notice(binding: false), user: "ci-deploy", tags: Sample.machine,
            key: try Sample.key(use: .unknown("the report is too old")))
        try Snapshot.holds(
            "notice-team", language, composer.compose(.notices([action]), now: Sample.now), covers: [action.id])
    }

    @Test(arguments: Language.allCases)
    func `an enforced machine in use, to the person who answers for it`(language: Language) throws {
        let enforcing = try Sample.composer {
            $0.language = language
            $0.policy.enforcesMachines = true
        }
        let action = try Sample.action(
            user: "ci-deploy", tags: ["type": "machine", "slack-id": "U0MARIA"],
            key: try Sample.key(use: .used(at: Sample.days(-1.9), service: "sts", region: nil)))
        try Snapshot.holds(
            "notice-keeper", language, enforcing.compose(.notices([action]), now: Sample.now), covers: [action.id])
    }

    /// The user's second key beside the one that is due.
    struct SecondKey: Sendable {
        let snapshot: String
        let age: Double
        let status: KeyStatus
        /// Of the key that is due.
        var due: Double = 76
    }

    @Test(
        arguments: Language.allCases,
        [
            SecondKey(snapshot: "notice-newer-key", age: 3, status: .active),
            SecondKey(snapshot: "notice-older-key", age: 70, status: .inactive),
            SecondKey(snapshot: "notice-second-key", age: 200, status: .active),
            // Younger, and due itself: nothing to move to.
            SecondKey(snapshot: "notice-younger-key", age: 80, status: .active, due: 100),
        ])
    func `a user with two keys hears first what to do with the other`(
        language: Language, second: SecondKey
    ) throws {
        let action = try Sample.action(
            key: try Sample.key(age: second.due),
            others: [try Sample.key("AKIAI44QH8DHBEXAMPLE", age: second.age, status: second.status)])
        let composer = try Sample.composer { $0.language = language }
        let messages = composer.compose(.notices([action]), now: Sample.now)
        try Snapshot.holds(second.snapshot, language, messages, covers: [action.id])
        let said = try Rendering(#require(messages.first)).blocks.compactMap { $0.text?.text }.joined(separator: "\n")
        #expect(said.contains("AKIAI44QH8DHBEXAMPLE"))
        #expect(said.contains("create-access-key") == (second.snapshot != "notice-newer-key"))
        #expect(said.contains("delete-access-key --user-name") == (second.status == .inactive))
    }

    @Test(arguments: Language.allCases)
    func `a channel that stands in for one owner and answers for another`(language: Language) throws {
        let composer = try Sample.composer(language)
        let machine = try Sample.action(user: "ci-deploy", tags: Sample.machine)
        let standIn = try Sample.action(
            Sample.notice(in: 14), key: try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 77),
            addressee: Addressee(.team(try Sample.id("C0PAYMENTS")), fallback: .personLeft))
        try Snapshot.holds(
            "notice-mixed-channel", language, composer.compose(.notices([machine, standIn]), now: Sample.now),
            covers: [standIn.id, machine.id])
    }

    @Test(arguments: Language.allCases)
    func `the second notice is firmer, and says when the first came`(language: Language) throws {
        try holds(
            "notice-second", language,
            Sample.notice(stage: 81, in: 10, earlier: [5]), key: try Sample.key(age: 81, use: inUse))
    }

    @Test(arguments: Language.allCases)
    func `the third notice is the last`(language: Language) throws {
        try holds("notice-last", language, Sample.notice(stage: 86, in: 5, earlier: [10, 5]), age: 86)
    }

    @Test(arguments: Language.allCases)
    func `a round that begins at the last stage has one notice`(language: Language) throws {
        try holds("notice-only", language, Sample.notice(stage: 86, in: 5), age: 120)
    }

    @Test(arguments: Language.allCases)
    func `the last notice of a key that is long past its day`(language: Language) throws {
        try holds("notice-overdue", language, Sample.notice(stage: 86, in: 5, last: true), age: 130)
    }

    @Test(arguments: Language.allCases)
    func `notices that begin to count say so`(language: Language) throws {
        try holds("notice-counts", language, Sample.notice(stage: 81, in: 10, counts: true), age: 81)
    }

    @Test(arguments: Language.allCases)
    func `a notice that is only information`(language: Language) throws {
        try holds("notice-information", language, Sample.notice(binding: false), age: 76)
    }

    @Test func `by its place in the ladder a notice is friendly, firm or the last`() throws {
        func tones(_ ladder: [Int]) throws -> [NoticeTone] {
            try ladder.map {
                NoticeTone(try #require(try Sample.action(Sample.notice(stage: $0)).notice), ladder: ladder)
            }
        }
        #expect(try tones([76, 81, 86]) == [.friendly, .firm, .last])
        #expect(try tones([10, 20, 30, 40]) == [.friendly, .firm, .firm, .last])
        #expect(try tones([60]) == [.last])
        #expect(try tones([60, 70]) == [.friendly, .last])
    }

    @Test(arguments: [
        ("arn:aws:iam::1:user/x", "https://console.aws.amazon.com/iam/home#/users/details/"),
        ("arn:aws-us-gov:iam::1:user/x", "https://console.amazonaws-us-gov.com/iam/home#/users/details/"),
        ("arn:aws-cn:iam::1:user/x", "https://console.amazonaws.cn/iam/home#/users/details/"),
    ])
    func `the console's page is the user's, in its partition`(arn: String, page: String) throws {
        let account = try Sample.account()
        func address(_ name: String, _ arn: String) throws -> String? {
            ConsolePage.address(
                of: User(
                    account: account.id, id: try Sample.id("AIDAIOSFODNN7EXAMPLE"), name: name, path: "/", arn: arn,
                    createdAt: Sample.now, tags: [:], keys: []))
        }
        #expect(
            try address("a+b=c,d@e.f", arn) == "\(page)a%2Bb%3Dc%2Cd%40e.f?section=security_credentials")
        #expect(try address("<!channel>", arn) == nil)
        #expect(try address("x", "arn:aws-iso:iam::1:user/x") == nil)
    }

    @Test func `a company's own first sentence has the deadline, and stays text`() throws {
        let composer = try Sample.composer {
            $0.noticeIntro = PerLanguage("<!channel> *Rotate* by {deadline}, {days} days.")
        }
        let message = try #require(composer.compose(.notices([try Sample.action()]), now: Sample.now).first)
        #expect(
            try Rendering(message).description.contains(
                "&lt;!channel&gt; ∗Rotate∗ by <long 2026-03-17 14:05 UTC>, 15 days."))
    }

    private var inUse: LastUse { .used(at: Sample.days(-0.1), service: "s3", region: "us-east-1") }

    private func holds(
        _ name: String, _ language: Language, _ kind: PlannedAction.Kind, age: Double = 76, key: AccessKey? = nil
    ) throws {
        let action = try Sample.action(kind, key: try key ?? Sample.key(age: age))
        try Snapshot.holds(
            name, language, try Sample.composer(language).compose(.notices([action]), now: Sample.now),
            covers: [action.id])
    }

    @Test func `use 48 hours ago is no longer in use`() throws {
        let composer = try Sample.composer()
        let justBefore = try Sample.action(key: try Sample.key(use: used(hoursAgo: 48)))
        let justAfter = try Sample.action(key: try Sample.key(use: used(hoursAgo: 47.9)))
        let warned = try [justBefore, justAfter].map { action in
            let message = try #require(composer.compose(.notices([action]), now: Sample.now).first)
            return try Rendering(message).description.contains("*In use*")
        }
        #expect(warned == [false, true])
    }

    @Test func `beside a person's key, a machine's key that is left alone says nothing of use`() throws {
        let person = try Sample.action()
        let machine = try Sample.action(
            Sample.notice(binding: false), user: "ci-deploy", tags: ["type": "machine", "slack-id": "U0MARIA"],
            key: try Sample.key("AKIAI44QH8DHBEXAMPLE", use: used(hoursAgo: 1)))
        let message = try #require(
            Sample.composer().compose(.notices([person, machine]), now: Sample.now).first)
        let outcome = try Rendering(message).blocks.dropLast().last?.text?.text
        #expect(outcome == "If nothing is done, Relevo deactivates each on its day.")
    }

    /// Keys of one recipient, and what their notice says happens if nothing is done.
    struct Outcome: CustomTestStringConvertible {
        let testDescription: String
        var tags = Sample.machine
        var enforcesMachines = true
        var isBinding = true
        /// When each key was last used.
        let hoursAgo: [Double]
        let says: String
    }

    static let outcomes = [
        Outcome(
            testDescription: "a machine's key in use", hoursAgo: [1],
            says: "Relevo deactivates it then, or later, once it has been unused for two days."),
        Outcome(
            testDescription: "two machines' keys in use", hoursAgo: [1, 2],
            says: "If nothing is done, Relevo deactivates each on its day; a machine's key that is in use, only after "
                + "two days without use."),
        Outcome(
            testDescription: "two machines' keys, one of them in use", hoursAgo: [1, 300],
            says: "If nothing is done, Relevo deactivates each on its day; a machine's key that is in use, only after "
                + "two days without use."),
        Outcome(
            testDescription: "two machines' keys, none in use", hoursAgo: [200, 300],
            says: "If nothing is done, Relevo deactivates each on its day."),
        Outcome(
            testDescription: "a machine's key in use, not binding", isBinding: false, hoursAgo: [1],
            says: "This is only information: Relevo does not deactivate keys in this account yet."),
        Outcome(
            testDescription: "two machines' keys in use, not binding", isBinding: false, hoursAgo: [1, 2],
            says: "This is only information: Relevo does not deactivate keys in this account yet."),
        Outcome(
            testDescription: "a machine's key in use, machines not enforced", enforcesMachines: false,
            isBinding: false, hoursAgo: [1],
            says: "Relevo does not deactivate machines' keys; the security team sees what is late."),
        Outcome(
            testDescription: "two machines' keys in use, machines not enforced", enforcesMachines: false,
            isBinding: false, hoursAgo: [1, 2],
            says: "Relevo does not deactivate machines' keys; the security team sees what is late."),
        Outcome(
            testDescription: "a person's key in use", tags: Sample.engineer, hoursAgo: [1],
            says: "If nothing is done, Relevo deactivates it then; that can be undone."),
    ]

    @Test(arguments: outcomes)
    func `the outcome speaks of use only where a machine's key that is in use would be deactivated`(
        _ test: Outcome
    ) throws {
        let composer = try Sample.composer { $0.policy.enforcesMachines = test.enforcesMachines }
        let ids = ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"]
        let actions = try zip(ids, test.hoursAgo).map { id, hours in
            try Sample.action(
                Sample.notice(binding: test.isBinding), tags: test.tags,
                key: try Sample.key(id, use: used(hoursAgo: hours)))
        }
        let message = try #require(composer.compose(.notices(actions), now: Sample.now).first)
        // The last section says whom to ask; the outcome stands above it.
        #expect(try Rendering(message).blocks.dropLast().last?.text?.text == test.says)
    }

    @Test func `without help in the configuration, readers are sent to the security channel`() throws {
        let plain = try Sample.composer { $0.help = MessageSettings.Help() }
        let message = try #require(plain.compose(.notices([try Sample.action()]), now: Sample.now).first)
        #expect(
            try Rendering(message).blocks.last?.text?.text == "Questions, or not yours? Ask in <#C0SECURITY>.")
    }

    @Test func `a help address that is no https link is shown as text`() throws {
        let odd = try Sample.composer { $0.help = MessageSettings.Help(url: "javascript:alert(1)|x>") }
        let message = try #require(odd.compose(.notices([try Sample.action()]), now: Sample.now).first)
        #expect(
            try Rendering(message).blocks.last?.text?.text
                == "Questions, or not yours? javascript:alert(1)|x&gt; Or ask in <#C0SECURITY>.")
    }

    private func used(hoursAgo hours: Double) -> LastUse {
        .used(at: Sample.days(-hours / 24), service: "s3", region: nil)
    }
}
