import Foundation
import Hummingbird
import HummingbirdTesting
@testable import LocalSlack
import Testing

struct PageTests {
    @Test func `every emoji of the messages has a picture`() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Sources/Messages"
        let files = try #require(FileManager.default.subpaths(atPath: root)).filter { $0.hasSuffix(".swift") }
        let text = files.map { file in
            String(decoding: FileManager.default.contents(atPath: "\(root)/\(file)") ?? Data(), as: UTF8.self)
        }.joined()
        let names = Set(text.matches(of: /:([a-z_]+):(?!:)/).map { String($0.output.1) })
        #expect(names.count > 20)
        #expect(names.subtracting(Emoji.byName.keys) == [])
    }

    private static func page(_ slack: LocalSlackFixture, _ path: String) async throws -> String {
        let response = try await slack.get(path)
        #expect(response.status == .ok)
        #expect(response.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        return String(buffer: response.body)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let source: String
        let shown: String
        var testDescription: String { source }
    }

    static let cases = [
        Case(source: "<script>alert(1)</script>", shown: "&lt;script&gt;alert(1)&lt;/script&gt;"),
        Case(source: "&lt;script&gt;", shown: "&lt;script&gt;"),
        Case(source: "\"a' & b", shown: "&quot;a&#39; &amp; b"),
        Case(source: "<javascript:alert(1)|x>", shown: "&lt;javascript:alert(1)|x&gt;"),
        Case(
            source: "<https://a.example/\"onclick=x|go>",
            shown: "<a href=\"https://a.example/&quot;onclick=x\" rel=\"noopener noreferrer\">go</a>"),
        Case(
            source: "<https://a.example/?b=1&amp;c=2|a &lt;b&gt;>",
            shown: "<a href=\"https://a.example/?b=1&amp;c=2\" rel=\"noopener noreferrer\">a &lt;b&gt;</a>"),
        Case(source: "<@U1>", shown: "<span class=\"mention\">@Ana Quispe</span>"),
        Case(source: "<@W2>", shown: "<span class=\"mention\">@&lt;b&gt;Luis&lt;/b&gt;</span>"),
        Case(source: "<#C1>", shown: "<span class=\"mention\">#security</span>"),
        Case(source: "<!channel>", shown: "<span class=\"mention loud\">@channel</span>"),
        Case(source: "&lt;!channel&gt;", shown: "&lt;!channel&gt;"),
        Case(
            source: "<!date^1795435200^{date_short_pretty} {time}|never>",
            shown: "<time title=\"never\">Nov 23, 2026 12:00</time>"),
        // It is 18 November in these tests.
        Case(
            source: "<!date^1795435200^{date_short} {date_long}|never>",
            shown: "<time title=\"never\">Nov 23, 2026 Monday, November 23, 2026</time>"),
        Case(
            source: "<!date^1794960000^{date_pretty}|never><!date^1794959999^{date_long_pretty}|never>",
            shown: "<time title=\"never\">today</time><time title=\"never\">yesterday</time>"),
        Case(
            source: "<!date^1795046400^{date_long_pretty}|never><!date^1795132800^{date_short_pretty}|never>",
            shown: "<time title=\"never\">tomorrow</time><time title=\"never\">Nov 20, 2026</time>"),
        Case(source: "*bold* a*b* _it_ ~no~", shown: "<strong>bold</strong> a*b* <em>it</em> <s>no</s>"),
        Case(source: "*a <@U1> b*", shown: "<strong>a <span class=\"mention\">@Ana Quispe</span> b</strong>"),
        Case(source: "snake_case_name", shown: "snake_case_name"),
        Case(source: "`*a* <@U1> &lt;`", shown: "<code>*a* &lt;@U1&gt; &lt;</code>"),
        Case(source: "a `b", shown: "a `b"),
        Case(source: "a\n```\nx `y`\nz\n```\nb", shown: "a<pre>x `y`\nz</pre>b"),
        Case(source: "a\nb", shown: "a<br>b"),
        Case(source: ":warning: 12:30:45 :unknown_one:", shown: "⚠️ 12:30:45 :unknown_one:"),
    ]

    @Test(arguments: cases)
    func `text is shown as a person would see it, and nothing runs`(_ row: Case) async throws {
        try await LocalSlackFixture.run { slack in
            _ = try await slack.post(row.source)
            let page = try await Self.page(slack, "/?channel=C1")
            #expect(page.contains("<div class=\"section\">\(row.shown)</div>"), "\(page)")
        }
    }

    @Test func `channels, direct messages, threads and changes are there`() async throws {
        try await LocalSlackFixture.run { slack in
            let parent = try await slack.post("the parent")
            _ = try await slack.post("the reply", thread: parent)
            _ = try await slack.post("only for Luis", to: "W2")
            try await slack.call("chat.update", ["channel": "C1", "ts": .string(parent), "text": "changed"])
            let page = try await Self.page(slack, "/")
            for part in ["# security", "&lt;b&gt;Luis&lt;/b&gt;", "1 reply", "the reply", "(edited)", "changed"] {
                #expect(page.contains(part))
            }
            #expect(!page.contains("only for Luis"))
            #expect(!page.contains("<b>Luis"))
            #expect(try await Self.page(slack, "/?channel=W2").contains("only for Luis"))
            let alone = try await Self.page(slack, "/?channel=C1&message=\(parent)")
            #expect(alone.contains("changed") && !alone.contains("the reply") && !alone.contains("<nav>"))
            #expect(try await slack.get("/?channel=C9").status == .notFound)
            #expect(try await slack.get("/?channel=C1&message=1.0").status == .notFound)
        }
    }

    @Test func `every kind of block is shown`() async throws {
        try await LocalSlackFixture.run { slack in
            let blocks: JSONValue = [
                ["type": "header", "text": ["type": "plain_text", "text": "*Title* <1>"]], ["type": "divider"],
                ["type": "section", "fields": [["type": "mrkdwn", "text": "*f*"]]],
                ["type": "context", "elements": [["type": "mrkdwn", "text": "small"]]],
                [
                    "type": "actions",
                    "elements": [
                        ["type": "button", "style": "danger", "text": ["type": "plain_text", "text": "Stop"]]
                    ],
                ],
            ]
            try await slack.call("chat.postMessage", ["channel": "C1", "text": "fallback", "blocks": blocks])
            let page = try await Self.page(slack, "/?channel=C1")
            for part in [
                "<h3>*Title* &lt;1&gt;</h3>", "<hr>", "<div class=\"fields\"><div><strong>f</strong></div></div>",
                "<div class=\"context\"><span>small</span></div>", "<span class=\"button danger\">Stop</span>",
            ] {
                #expect(page.contains(part), "\(part)")
            }
            #expect(!page.contains("fallback"))
        }
    }
}
