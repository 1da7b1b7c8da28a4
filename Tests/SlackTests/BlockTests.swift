import FoundationEssentials
import Slack
import Testing

struct BlockTests {
    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func `blocks are written as Slack reads them`() throws {
        let blocks: [Block] = [
            .header("A key & <more>"), .section("*Hello* \("<@U1>")"), .section(nil, fields: ["a", "b"]), .divider,
            .context(["small"]),
            .actions([Button(PlainText("Go", limit: 75), actionID: "go", value: "n1", style: .primary)]),
        ]
        let expected = [
            #"{"text":{"emoji":false,"text":"A key & <more>","type":"plain_text"},"type":"header"}"#,
            #"{"text":{"text":"*Hello* &lt;@U1&gt;","type":"mrkdwn","verbatim":true},"type":"section"}"#,
            #"{"fields":[{"text":"a","type":"mrkdwn","verbatim":true},{"text":"b","type":"mrkdwn","verbatim":true}],"type":"section"}"#,
            #"{"type":"divider"}"#,
            #"{"elements":[{"text":"small","type":"mrkdwn","verbatim":true}],"type":"context"}"#,
            #"{"elements":[{"action_id":"go","style":"primary","text":{"emoji":false,"text":"Go","type":"plain_text"},"type":"button","value":"n1"}],"type":"actions"}"#,
        ]
        for (block, line) in zip(blocks, expected) { #expect(try json(block) == line) }
        #expect(blocks.count == expected.count)
    }

    struct Limit: Sendable, CustomTestStringConvertible {
        let name: String
        let within: Block
        let over: Block
        var testDescription: String { name }
    }

    private static func text(_ count: Int) -> Mrkdwn { .text(String(repeating: "a", count: count), limit: count) }

    static let limits = [
        Limit(name: "section", within: .section(text(3_000)), over: .section(text(3_001))),
        Limit(name: "empty section", within: .section("a"), over: .section("")),
        Limit(name: "section without anything", within: .section("a"), over: .section(nil)),
        Limit(name: "field", within: .section(nil, fields: [text(2_000)]), over: .section(nil, fields: [text(2_001)])),
        Limit(
            name: "fields", within: .section(nil, fields: Array(repeating: "a", count: 10)),
            over: .section(nil, fields: Array(repeating: "a", count: 11))),
        Limit(
            name: "context", within: .context(Array(repeating: "a", count: 10)),
            over: .context(Array(repeating: "a", count: 11))),
        Limit(name: "empty context", within: .context(["a"]), over: .context([])),
        Limit(
            name: "header", within: .header(PlainText(String(repeating: "a", count: 150), limit: 150)),
            over: .header(PlainText(String(repeating: "a", count: 151), limit: 151))),
    ]

    @Test(arguments: limits)
    func `limits hold to the character`(_ limit: Limit) {
        #expect(limit.within.violation == nil)
        #expect(limit.over.violation != nil)
    }

    @Test func `a header is cut, and cleaned of what isn't text`() {
        #expect(PlainText(String(repeating: "a", count: 200)).length == 150)
        #expect(PlainText("a\u{202E}\nb").text == "a b")
    }
}
