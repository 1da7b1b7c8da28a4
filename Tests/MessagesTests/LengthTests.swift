import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// The messages' lengths in words, as a reader sees them, over all snapshots.
struct LengthTests {
    struct Case: CustomTestStringConvertible {
        /// What the snapshots' names begin with.
        let testDescription: String
        let most: Int
    }

    static let cases = [
        Case(testDescription: "notice", most: 90), Case(testDescription: "deactivated", most: 100),
        Case(testDescription: "new-key-", most: 60), Case(testDescription: "summary-nothing", most: 120),
        Case(testDescription: "summary-done", most: 120), Case(testDescription: "summary-monday", most: 120),
    ]

    @Test(arguments: cases, Language.allCases)
    func `messages are short`(_ test: Case, language: Language) throws {
        let names = try Snapshot.names(language).filter { $0.hasPrefix(test.testDescription) }
        #expect(!names.isEmpty)
        for name in names {
            let message = Snapshot.message(name, language)
            let keys = max(1, message.split(separator: ":key:").count - 1)
            let words = Self.words(message)
            #expect(words <= test.most + 20 * (keys - 1), "\(name) has \(words) words")
        }
    }

    @Test(arguments: Language.allCases)
    func `no message has more than one block of commands`(language: Language) throws {
        for name in try Snapshot.names(language) {
            let fences = Snapshot.message(name, language).split(separator: "```", omittingEmptySubsequences: false)
            #expect(fences.count <= 3, "\(name)")
        }
    }

    /// Words outside the block of commands. A date counts as many as Slack shows: "Tuesday, March 17th, 2026 2:05 PM".
    private static func words(_ message: String) -> Int {
        var text = ""
        for (index, piece) in message.split(separator: "```", omittingEmptySubsequences: false).enumerated()
        where index.isMultiple(of: 2) {
            text += piece
        }
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("[") && !$0.hasPrefix("text: ") }
        var words = 0
        for (index, piece) in lines.joined(separator: " ").split(separator: "<", omittingEmptySubsequences: false)
            .enumerated()
        {
            var rest = piece
            if index > 0, let end = piece.firstIndex(of: ">") {
                let token = piece[..<end]
                if token.hasSuffix(" UTC") {
                    words += token.hasPrefix("long ") ? 6 : token.contains(":") ? 5 : 3
                } else {
                    words += token.split(separator: "|").last?.split(separator: " ").count ?? 1
                }
                rest = piece[piece.index(after: end)...]
            }
            words += rest.split(whereSeparator: \.isWhitespace).count { word in
                !(word.hasPrefix(":") && word.hasSuffix(":")) && word.contains { $0.isLetter || $0.isNumber }
            }
        }
        return words
    }
}

/// Nothing that a reader needs gets lost when a message is made shorter.
struct NoticeFactTests {
    @Test(arguments: Language.allCases, [76, 81, 86])
    func `every notice names key, user, account and deadline`(language: Language, stage: Int) throws {
        let actions = try (10..<17).map { number in
            try Sample.action(
                Sample.notice(stage: stage, in: Double(number)), user: "user\(number)",
                account: Sample.account("1111111111\(number)", "account\(number)"),
                key: try Sample.key("AKIAIOSFODNN7EXAM\(number)XX", age: Double(stage)))
        }
        let composer = try Sample.composer {
            $0.language = language
            $0.noticeIntro = PerLanguage("Please, by {deadline}.")
        }
        for several in [[actions[0]], actions] {
            let messages = composer.compose(.notices(several), now: Sample.now)
            #expect(messages.flatMap(\.covers) == several.map(\.id))
            for message in messages {
                let text = try Rendering(message).blocks.flatMap(\.texts).map(\.text).joined(separator: "\n")
                for action in several where message.covers.contains(action.id) {
                    let deadline = try #require(action.notice).deadline
                    for fact in [
                        action.key.id.rawValue, "`\(action.user.name)`", action.account.id.rawValue,
                        action.account.name, "<!date^\(Int(deadline.timeIntervalSince1970))^",
                    ] {
                        #expect(text.contains(fact), "\(fact)")
                    }
                }
            }
        }
    }
}
