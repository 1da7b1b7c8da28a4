import FoundationEssentials
import KeyPolicy
import Messages
import KeyPolicy
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

    /// Outside text in the samples: names, help and errors are shown unchanged.
    private static let outside = [
        "The platform team helps.", "AccessDenied: &lt;no role&gt;", "Throttling for 10 minutes",
        "the report is too old",
        "The notice to U0MARIA was not delivered; the next run tries again: HTTP 503.", Sample.reason,
        "moved to the new vendor",
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
        let prose = Self.outsideCode(lines.joined(separator: "\n")).split(whereSeparator: \.isWhitespace)
        let words = prose.filter { !Self.isEmoji($0) }.flatMap { $0.lowercased().split { !$0.isLetter } }.map(
            String.init)
        #expect(words.filter(Self.english.contains) == [])
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
