import FoundationEssentials
import KeyPolicy
import Slack
import Testing

@testable import Messages

/// The lines to paste. `dev/tests/test_paste_block.py` runs the same files in bash, zsh and dash.
struct PasteBlockTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let file: String
        var language = Language.english
        var showsKeyID = true
        var asksForCode = false
        var testDescription: String { file }
    }

    static let cases = [
        Case(file: "paste-block"), Case(file: "paste-block-mfa", asksForCode: true),
        Case(file: "paste-block-masked", showsKeyID: false), Case(file: "paste-block-es", language: .spanish),
        Case(file: "paste-block-es-mfa", language: .spanish, asksForCode: true),
        Case(file: "paste-block-es-masked", language: .spanish, showsKeyID: false),
    ]

    @Test(arguments: cases)
    func `the lines that are tested are the lines that are sent`(_ tested: Case) throws {
        let text = try Self.block(tested).text + "\n"
        #expect(text == Self.file(tested.file), "dev/tests/fixtures/\(tested.file).sh should be:\n\(text)")
    }

    @Test(arguments: cases)
    func `at most sixteen short lines, and a few more for a code or a masked id`(_ tested: Case) throws {
        let block = try Self.block(tested)
        let lines = block.text.split(separator: "\n")
        #expect(lines.count <= (tested.asksForCode ? 23 : tested.showsKeyID ? 16 : 19))
        #expect(lines.allSatisfy { $0.count <= (tested.language == .english ? 120 : 125) })
        #expect(block.shown.source.utf16.count <= BlockLimits.sectionText)
        #expect(!block.shown.source.contains("…\n```"), "it was cut")
    }

    @Test(arguments: cases)
    func `nothing is downloaded or evaluated, and no shell's habits are relied on`(_ tested: Case) throws {
        let text = try Self.block(tested).text
        for refused in ["eval", "curl", "wget", "http", "`", "#!", "<<<", "read -p", "[[ ", "\t"] {
            #expect(!text.contains(refused), "\(refused)")
        }
        // In zsh a comment is a command, and `!` begins an event of the history.
        #expect(!text.split(separator: "\n").contains { $0.contains(" #") || $0.hasPrefix("#") })
        let marks = text.split(separator: "!", omittingEmptySubsequences: false).dropFirst()
        #expect(marks.allSatisfy { $0.first == " " || $0.first == "=" })
    }

    @Test func `a masked id is not in the lines`() throws {
        let block = try Self.block(Case(file: "", showsKeyID: false))
        #expect(!block.text.contains("AKIAIOSFODNN7EXAMPLE"))
        #expect(block.text.contains("AKIA[0-9A-Z]*MPLE"))
    }

    @Test(arguments: [
        "$(reboot)", "a'b", "a b", "", String(repeating: "a", count: 65), "maria\ngomez", "maría",
    ])
    func `no lines for a name that IAM doesn't allow`(name: String) throws {
        #expect(try Self.block(Self.user(name)) == nil)
    }

    @Test(arguments: [
        ("/", "arn:aws:iam::111111111111:user/maria.gomez", true),
        ("/", "arn:aws-cn:iam::111111111111:user/maria.gomez", true),
        ("/", "arn:aws-us-gov:iam::111111111111:user/maria.gomez", true),
        ("/team a/", "arn:aws:iam::111111111111:user/team a/maria.gomez", false),
        ("/a'b/", "arn:aws:iam::111111111111:user/a'b/maria.gomez", false),
        ("/team/", "arn:aws:iam::111111111111:user/team/maria.gomez", true),
        ("/team/", "arn:aws:iam::111111111111:user/maria.gomez", false),
        ("/", "arn:aws:iam::222222222222:user/maria.gomez", false),
        ("/", "arn:aws-elsewhere:iam::111111111111:user/maria.gomez", false),
        ("/", "arn:aws:iam::111111111111:user/other", false),
    ])
    func `the ARN is whole, and this user's`(path: String, arn: String, isWritten: Bool) throws {
        let text = try Self.block(Self.user(path: path, arn: arn))?.text
        #expect((text != nil) == isWritten)
        #expect(text?.contains("\n\(arn) ]") ?? true)
    }

    @Test(arguments: Language.allCases)
    func `no sentence has a character that a shell reads`(language: Language) {
        let phrases = language.phrases
        let sentences = [
            phrases.nothingChanged(), phrases.noCommandLine(), phrases.notHere("K", "F"), phrases.readOnly("F"),
            phrases.severalProfiles("P"), phrases.otherUser("P", "A"), phrases.askForCode(), phrases.codeRefused(),
            phrases.twoKeys("K"), phrases.notListed("K"), phrases.notDone(), phrases.noNewKey(),
            phrases.ifNotStored("N"), phrases.newKeyRefused("N"), phrases.stored("N"), phrases.done(),
        ]
        for sentence in sentences { #expect(!sentence.contains { "'\"`$\\!\n".contains($0) }, "\(sentence)") }
    }

    private static func block(_ tested: Case) throws -> PasteBlock {
        try #require(
            PasteBlock(
                try Sample.action(), isPrivate: tested.showsKeyID, asksForCode: tested.asksForCode,
                phrases: tested.language.phrases))
    }

    private static func block(_ user: User) throws -> PasteBlock? {
        PasteBlock(try Sample.key().id, of: user, showsKeyID: false, phrases: EnglishPhrases())
    }

    private static func user(_ name: String = "maria.gomez", path: String = "/", arn: String? = nil) throws -> User {
        let account = try Sample.account().id
        return User(
            account: account, id: try Sample.id("AIDAIOSFODNN7EXAMPLE"), name: name, path: path,
            arn: arn ?? "arn:aws:iam::\(account):user\(path)\(name)", createdAt: Sample.now, tags: [:], keys: [])
    }

    private static func file(_ name: String) -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let content = FileManager.default.contents(atPath: "/\(root)/dev/tests/fixtures/\(name).sh")
        return String(decoding: content ?? Data(), as: UTF8.self)
    }
}
