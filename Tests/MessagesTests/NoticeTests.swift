import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

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

    /// What stops working, where it is used, and until when there is time: by whose key it is and whether it binds.
    @Test(arguments: Language.allCases)
    func `a key in use gets a stronger text`(language: Language) throws {
        let use = LastUse.used(at: Sample.days(-0.1), service: "s3", region: "us-east-1")
        var lines: [String] = []
        for enforces in [true, false] {
            let composer = try Sample.composer {
                $0.language = language
                $0.policy.enforcesMachines = enforces
            }
            for tags in enforces ? [Sample.engineer, Sample.machine] : [Sample.machine, [:]] {
                for binding in enforces ? [true, false] : [false] {
                    let action = try Sample.action(
                        Sample.notice(binding: binding), tags: tags, key: try Sample.key(use: use))
                    let message = try #require(composer.compose(.notices([action]), now: Sample.now).first)
                    let said = try Rendering(message).description.split(separator: "\n")
                        .first { $0.contains(":rotating_light:") }
                    lines.append("\(tags["type"] ?? "-"), \(enforces), \(binding): \(said ?? "nothing")")
                }
            }
        }
        try Snapshot.holds("notice-in-use", language, lines: lines)
    }

    @Test func `use 48 hours ago is no longer in use`() throws {
        let composer = try Sample.composer()
        let justBefore = try Sample.action(key: try Sample.key(use: used(hoursAgo: 48)))
        let justAfter = try Sample.action(key: try Sample.key(use: used(hoursAgo: 47.9)))
        let warned = try [justBefore, justAfter].map { action in
            let message = try #require(composer.compose(.notices([action]), now: Sample.now).first)
            return try Rendering(message).blocks.contains { $0.text?.text.hasPrefix(":rotating_light:") == true }
        }
        #expect(warned == [false, true])
    }

    @Test func `without help in the configuration, readers are sent to the security channel`() throws {
        let plain = try Sample.composer { $0.help = MessageSettings.Help() }
        let message = try #require(plain.compose(.notices([try Sample.action()]), now: Sample.now).first)
        #expect(
            try Rendering(message).blocks.last?.text?.text == "Questions, or not your key? Ask in <#C0SECURITY>.")
    }

    @Test func `a help address that is no https link is shown as text`() throws {
        let odd = try Sample.composer { $0.help = MessageSettings.Help(url: "javascript:alert(1)|x>") }
        let message = try #require(odd.compose(.notices([try Sample.action()]), now: Sample.now).first)
        #expect(
            try Rendering(message).blocks.last?.text?.text
                == "Questions, or not your key? javascript:alert(1)|x&gt;, or ask in <#C0SECURITY>.")
    }

    private func used(hoursAgo hours: Double) -> LastUse {
        .used(at: Sample.days(-hours / 24), service: "s3", region: nil)
    }
}
