import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// Anybody can write names and tags: they stay text, on their line and within the limits.
struct HostileTextTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let text: String
    }

    static let cases = [
        Case(testDescription: "a ping of the channel", text: "<!channel> <!here> <!everyone>"),
        Case(testDescription: "a mention", text: "<@U0BOSS> @here"),
        Case(testDescription: "a link", text: "<https://evil.example|AWS console>"),
        Case(testDescription: "a code block", text: "```\nrm -rf ~\n```"),
        Case(testDescription: "marks", text: "*a* _b_ ~c~ `d`"),
        Case(testDescription: "a shell", text: "'; rm -rf ~; echo '$(id)`id`"),
        Case(testDescription: "right to left", text: "\u{202E}elpmaxe\u{202C}\u{200F}\u{2066}x\u{2069}"),
        Case(testDescription: "new lines", text: "a\nb\r\nc\u{2028}d"),
        Case(testDescription: "256 characters", text: String(repeating: "w", count: 256)),
        Case(testDescription: "500 characters with no space", text: String(repeating: "w", count: 500)),
        Case(testDescription: "500 ampersands", text: String(repeating: "&", count: 500)),
        Case(testDescription: "256 ampersands", text: String(repeating: "&", count: 256)),
        Case(testDescription: "marks upon marks", text: String(repeating: "&\u{301}\u{302}\u{303}\u{304}", count: 256)),
        Case(testDescription: "families", text: String(repeating: "👩‍👩‍👧‍👦", count: 256)),
        Case(testDescription: "nothing", text: ""),
    ]

    @Test(arguments: cases, Language.allCases)
    func `no message can be broken by outside text`(_ test: Case, language: Language) throws {
        let text = test.text
        let account = try Sample.account("111111111111", text)
        let tags = ["type": "engineer", "slack-id": "U0MARIA", "full-name": text, "team": text, "language": text]
        let use = LastUse.used(at: Sample.days(-1), service: text, region: text)
        let composer = try Sample.composer {
            $0.language = language
            $0.help = MessageSettings.Help(url: text, text: text)
            $0.help.rotate = text
        }
        func action(_ kind: PlannedAction.Kind, tags: [String: String] = tags) throws -> PlannedAction {
            try Sample.action(
                kind, user: text, tags: tags, account: account, key: try Sample.key(use: use),
                others: [try Sample.key("AKIANEWERKEYEXAMPLE0", age: 1, use: .unknown(text))])
        }
        let successor: AccessKeyID = try Sample.id("AKIANEWERKEYEXAMPLE0")
        var summary = RunSummary(run: try Sample.id("run-20260302-1"), startedAt: Sample.now)
        summary.unknown = [RunSummary.Unknown(account: account, why: text)]
        summary.problems = [text]
        let exemption = Sample.exemption(reason: text, by: text, .tags, unreadableEnd: text)
        let inForce = ExemptionInForce(
            account: account, user: try action(Sample.notice()).user, key: nil,
            exemption: Sample.exemption(until: nil, reason: text, by: text, .tags, unreadableEnd: text),
            policy: Policy(), at: Sample.now)
        summary.exemptions = [inForce]
        let deactivation = try action(Sample.deactivation(to: .security))
        let words: [Notification] = try [
            .notices([action(Sample.notice())]), .notices([action(Sample.notice()), action(Sample.notice(stage: 81))]),
            .notices([used(action(Sample.notice()), text)]),
            .notices([used(action(Sample.notice()), text), used(action(Sample.notice(stage: 81)), text)]),
            .notices([action(Sample.notice(), tags: Sample.machine)]), .noticeCopies([action(Sample.notice())]),
            .unreachable([action(Sample.notice(), tags: ["type": text, "slack-id": text])]),
            .unreachable([action(Sample.notice(), tags: ["type": "machine", "team": text, "slack-id": text])]),
            .deactivated(deactivation, audience: .owner), .deactivated(deactivation, audience: .channel),
            .announcement(.newKey, [action(.announce(.newKey(expected: true)))], audience: .owner),
            .announcement(
                .newKey, [action(.announce(.newKey(expected: true)), tags: ["type": text])], audience: .channel),
            .announcement(.rotated, [action(.announce(.rotated(successor: successor)))], audience: .owner),
            .announcement(.rotated, [action(.announce(.rotated(successor: successor)))], audience: .channel),
            .announcement(.reactivated, [action(.announce(.reactivated))], audience: .owner),
            .announcement(.reactivated, [action(.announce(.reactivated))], audience: .channel),
            .announcement(
                .newKey, activities(text).map { try told(action(.announce(.newKey(expected: false))), $0) },
                audience: .owner),
            .announcement(
                .newKey, activities(text).map { try told(action(.announce(.newKey(expected: false))), $0) },
                audience: .channel),
            .announcement(
                .reactivated, activities(text).map { try told(action(.announce(.reactivated)), $0) }, audience: .channel
            ),
            .accountsLeft([AbsentAccount(account: account, why: .notActive(state: text))]), .summary(summary),
            .announcement(.exemptionEnding, [action(.announce(.exemptionEnding(exemption)))], audience: .owner),
            .announcement(
                .exemptionEnding, [action(.announce(.exemptionEnding(exemption)), tags: [:])], audience: .channel),
            .announcement(.restoreEnding, [action(.announce(.restoreEnding(until: Sample.now)))], audience: .owner),
            .announcement(
                .restoreEnding, [action(.announce(.restoreEnding(until: Sample.now)), tags: [:])], audience: .channel),
            .announcement(
                .ownerChanged,
                [action(.announce(.ownerChanged(to: .security, deadline: Sample.now, round: 1, because: nil)))],
                audience: .owner),
            .announcement(
                .lastNotice, [action(.announce(.lastNotice(deadline: Sample.now, round: 1)))], audience: .channel),
            .announcement(
                .decoyUsed, [action(.announce(.decoyUsed(at: Sample.now, service: text, region: text)))],
                audience: .channel),
            .announcement(
                .retirementOffered, [action(.announce(.retirementOffered(successor: successor)))], audience: .owner),
            .announcement(
                .retirementOffered, [action(.announce(.retirementOffered(successor: successor)))], audience: .channel),
            .restored(action(Sample.restoration(text)), audience: .owner),
            .restored(action(Sample.restoration(text), tags: ["type": text, "slack-id": text]), audience: .channel),
            .braked([Sample.held(try action(Sample.notice()))], run: Sample.id("run-20260302-1")),
            .ledgerAccepted([Sample.held(try action(Sample.notice()))], until: Sample.now),
            .exempted(inForce), .exemptionEnded(inForce, reason: text, approver: text),
        ]
        for (number, word) in words.enumerated() {
            let messages = composer.compose(word, now: Sample.now)
            #expect(!messages.isEmpty, "word \(number)")
            for message in messages {
                try isSound(message)
                for reply in message.replies { try isSound(ComposedMessage(payload: reply, covers: [])) }
            }
        }
    }

    /// Everything that CloudTrail shows was chosen by the person who did it.
    private func activities(_ text: String) -> [KeyActivityLookup] {
        let actors: [KeyActivity.Actor] = [
            .user(name: text, id: nil), .session(role: text, name: text), .service(text), .other(text),
        ]
        return actors.map {
            .found(
                KeyActivity(
                    actor: $0, actorARN: text, means: .program(text), source: "x\(text)", at: Sample.now, event: text))
        } + [.notAllowed(permission: text), .unknown(text)]
    }

    /// And so was everything that it shows about a key's use, before it is checked.
    private func used(_ action: PlannedAction, _ text: String) -> PlannedAction {
        var action = action
        action.use = KeyUse([Sample.call(.unknown(text), from: text, service: text, region: text, at: -3)])
        return action
    }

    private func told(_ action: PlannedAction, _ activity: KeyActivityLookup) -> PlannedAction {
        var action = action
        action.activity = activity
        return action
    }

    @Test(arguments: Language.allCases)
    func `a whole notice with hostile names`(language: Language) throws {
        let text = "<!channel> ```'$(id)`\n\u{202E}*x*"
        let account = try Sample.account("111111111111", text)
        let action = try Sample.action(
            user: text, tags: ["type": "engineer", "slack-id": "U0MARIA", "full-name": text], account: account)
        let composer = try Sample.composer(language)
        try Snapshot.holds(
            "hostile-notice", language, composer.compose(.notices([action]), now: Sample.now), covers: [action.id])
        try Snapshot.holds(
            "hostile-copy", language, composer.compose(.noticeCopies([action]), now: Sample.now), covers: [action.id])
    }

    private static let ours: Set<Substring> = [
        "#C0SECURITY", "#C0PAYMENTS",
        "https://console.aws.amazon.com/iam/home#/security_credentials|AWS console",
        "https://console.aws.amazon.com/iam/home#/security_credentials|consola de AWS",
    ]

    /// Only our own tokens are in angle brackets, code is closed in every text, and Slack's limits hold.
    private func isSound(_ message: ComposedMessage) throws {
        let rendering = try Rendering(message)
        #expect(rendering.length <= 13_200 && rendering.blocks.count <= 50)
        for text in rendering.blocks.flatMap(\.texts).map(\.text) + [rendering.text] {
            #expect((1...3_000).contains(text.utf16.count))
            let tokens = text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1)
            for token in tokens.compactMap({ $0.split(separator: ">", omittingEmptySubsequences: false).first }) {
                #expect(token.hasPrefix("!date^") || Self.ours.contains(token), "\(token)")
            }
            #expect(text.filter { $0 == "`" }.count.isMultiple(of: 2), "\(text.prefix(300))")
            #expect(!text.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) || $0.value == 0x2066 })
        }
    }
}
