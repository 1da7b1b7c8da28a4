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
        let composer = try Sample.composer {
            $0.language = language
            $0.help = MessageSettings.Help(url: test.text, text: test.text)
            $0.help.rotate = test.text
        }
        let words = try EveryMessage(text: test.text, answer: test.text).notifications()
        for (number, word) in words.enumerated() {
            let messages = composer.compose(word, now: Sample.now)
            #expect(!messages.isEmpty, "word \(number)")
            for message in messages {
                try isSound(message)
                for reply in message.replies { try isSound(ComposedMessage(payload: reply, covers: [])) }
            }
        }
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
