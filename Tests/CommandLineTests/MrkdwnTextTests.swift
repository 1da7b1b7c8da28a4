import Foundation
import KeyPolicy
import Testing

@testable import relevo

/// Messages as people read them.
struct MrkdwnTextTests {
    private static let lima = Zone(
        name: "America/Lima", first: Zone.Transition(at: .distantPast, offset: -18_000, abbreviation: "-05"),
        transitions: [])

    private static func read(_ text: String, zone: Zone = .utc) -> [MrkdwnText.Line] {
        MrkdwnText(names: ["U0ANA": "Ana Ruiz"], zone: zone).lines(of: text)
    }

    @Test(arguments: [
        ("*Act* now, _please_, ~no~", "Act now, please, no"), ("a_b_c 2*3*4", "a_b_c 2*3*4"),
        ("`AKIA…MPLE` of <@U0ANA> and <@U0BO>", "AKIA…MPLE of @Ana Ruiz and @U0BO"),
        ("<#C0SECURITY> <#C1|keys>", "#C0SECURITY #keys"), ("a &amp;&lt;b&gt; &amp;lt;", "a &<b> &lt;"),
        ("<https://x.example/a|the guide>", "the guide (https://x.example/a)"), (":key: :unknown:", "🔑 :unknown:"),
        ("<!date^1772452800^{date_short_pretty} {time}|2026-03-02 12:00 UTC>", "Mar 2, 2026 12:00 UTC"),
        ("<!date^1772452800^{date_short_pretty}|x>", "Mar 2, 2026"), ("<!here>", "@here"),
    ])
    func `marks, entities and tokens are read`(_ source: String, _ shown: String) {
        #expect(Self.read(source) == [.words(shown)])
    }

    @Test func `a date is shown in the zone of the configuration`() {
        let text = "<!date^1772413200^{date_short_pretty} {time}|x>"
        #expect(Self.read(text, zone: Self.lima) == [.words("Mar 1, 2026 20:00 America/Lima")])
    }

    @Test func `a command is shown exactly as it is to be typed`() {
        let text = "Run:\n```\naws iam list --query 'x[?a&lt;`1`]' &gt; *out*\n  next\n```\nThen *wait*."
        #expect(
            Self.read(text) == [
                .words("Run:"), .code("aws iam list --query 'x[?a<`1`]' > *out*"), .code("  next"),
                .words("Then wait."),
            ])
    }

    /// `Messages` is searched as text, because the phrases are many.
    @Test func `every emoji of the messages has a picture`() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let files = try #require(FileManager.default.subpaths(atPath: "\(root)/Sources/Messages"))
        let text = files.filter { $0.hasSuffix(".swift") }.map { file in
            String(
                decoding: FileManager.default.contents(atPath: "\(root)/Sources/Messages/\(file)") ?? Data(),
                as: UTF8.self)
        }.joined()
        let names = text.matches(of: /:([a-z_]+):(?!:)/).map { String($0.output.1) }
        #expect(names.count > 50)
        #expect(Set(names).subtracting(MrkdwnText.emoji.keys) == [])
    }
}
