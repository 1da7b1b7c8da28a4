import FoundationEssentials
import KeyPolicy
import KeyWatch
import Messages
import Testing

/// The snapshots of both languages compared: the same messages, the same facts, and no word of the other language.
struct TranslationTests {
    /// Words that almost every English sentence needs, and that are not Spanish.
    private static let english: Set<String> = [
        "the", "of", "and", "is", "was", "are", "were", "will", "would", "be", "been", "to", "it", "this", "that",
        "with", "for", "from", "on", "in", "by", "at", "not", "your", "you", "who", "its", "has", "have", "key", "keys",
        "user", "users", "account", "accounts", "days", "day", "old", "told", "new", "never", "used", "last", "run",
        "deactivated", "deactivate", "deleted", "denied", "refused", "failed", "could", "read", "looked", "rotate",
        "rotated", "active", "inactive", "notice", "notices", "stage",
    ]

    /// Outside text in the samples: the words of people are shown unchanged, and answers of AWS and Slack not at all.
    private static let outside = [
        "The platform team helps.", Sample.reason, "moved to the new vendor",
    ]

    @Test func `both languages have the same messages`() throws {
        #expect(try Snapshot.names(.english) == Snapshot.names(.spanish))
        #expect(try Snapshot.names(.english).count > 25)
    }

    @Test(arguments: try Snapshot.names(.spanish))
    func `no English is left in a Spanish message`(name: String) throws {
        var text = Self.outsideBlocks(Snapshot.text(name, .spanish))
        for piece in Self.outside { text = text.split(separator: piece).joined() }
        // The kinds of blocks are the rendering's; code is the same in every language.
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("[") }
            .map { $0.hasPrefix("text: ") ? $0.dropFirst(6) : $0 }
        #expect(Self.english(in: lines.joined(separator: "\n")) == [])
    }

    /// Every problem, every failure of an account, every reason to hold a key, and findings of every kind.
    @Test func `no English is left where something went wrong`() throws {
        let every = EveryMessage(text: "x", answer: "The key was not read, and it is old.")
        let composer = try Sample.composer {
            $0.language = .spanish
            $0.help = MessageSettings.Help()
        }
        for notification in try every.notifications() {
            for message in composer.compose(notification, now: Sample.now) {
                for payload in [message.payload] + message.replies {
                    let texts = try Rendering(payload: payload).blocks.flatMap(\.texts).map(\.text)
                    #expect(Self.english(in: Self.outsideBlocks(texts.joined(separator: "\n"))) == [])
                }
            }
        }
    }

    /// Words of English in the prose of a text.
    private static func english(in text: String) -> [String] {
        outsideCode(text).split(whereSeparator: \.isWhitespace).filter { !isEmoji($0) }
            .flatMap { $0.lowercased().split { !$0.isLetter } }.map(String.init).filter(english.contains)
    }

    @Test(arguments: try Snapshot.names(.spanish))
    func `a Spanish message tells the same facts`(name: String) throws {
        let (english, spanish) = (
            Self.outsideBlocks(Snapshot.text(name, .english)), Self.outsideBlocks(Snapshot.text(name, .spanish))
        )
        #expect(Self.code(english) == Self.code(spanish))
        #expect(Self.tokens(english) == Self.tokens(spanish))
        #expect(Self.emoji(english) == Self.emoji(spanish))
        let emphasised = { (text: String) in text.count { $0 == "*" } }
        #expect(emphasised(english) == emphasised(spanish))
        #expect(english.split(separator: "\n").count == spanish.split(separator: "\n").count)
    }

    /// The lines to paste have sentences of their own, with their own tests.
    private static func outsideBlocks(_ text: String) -> String {
        text.split(separator: "```", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
    }

    /// Text between back quotes and in angle brackets is code, a command or a token.
    private static func outsideCode(_ text: String) -> String {
        let prose = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined(separator: " ")
        return prose.split(separator: "<").map { piece in
            piece.contains(">") ? piece.drop { $0 != ">" } : piece
        }.joined(separator: " ")
    }

    private static func isEmoji(_ word: Substring) -> Bool { word.hasPrefix(":") && word.hasSuffix(":") }

    private static func emoji(_ text: String) -> [Substring] {
        text.split(whereSeparator: \.isWhitespace).filter(isEmoji)
    }

    private static func code(_ text: String) -> Set<Substring> {
        Set(
            text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { !$0.offset.isMultiple(of: 2) }.map(\.element))
    }

    /// Dates, channels and links, the latter without their labels.
    private static func tokens(_ text: String) -> [Substring] {
        text.split(separator: "<").dropFirst().compactMap { $0.split(separator: ">").first }
            .compactMap { $0.split(separator: "|").first }.sorted()
    }
}
