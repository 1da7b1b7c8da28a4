import LocalSlack
import Testing

struct MessageLimitTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: JSONValue
        let code: String
        var testDescription: String { name }

        init(_ name: String, _ code: String, _ arguments: [String: JSONValue]) {
            self.name = name
            self.code = code
            self.arguments = .object(arguments.merging(["channel": "C1"]) { first, _ in first })
        }
    }

    private static func text(_ count: Int) -> String { String(repeating: "ñ", count: count) }
    private static func sections(_ count: Int, of length: Int) -> JSONValue {
        .array(Array(repeating: LocalSlackFixture.section(text(length)), count: count))
    }
    private static func header(_ count: Int) -> JSONValue {
        [["type": "header", "text": ["type": "plain_text", "text": .string(text(count))]]]
    }
    private static func context(_ count: Int) -> JSONValue {
        let element: JSONValue = ["type": "mrkdwn", "text": "a"]
        return [["type": "context", "elements": .array(Array(repeating: element, count: count))]]
    }

    static let cases = [
        Case("no text", "no_text", [:]), Case("empty text", "no_text", ["text": ""]),
        Case("text", "ok", ["text": .string(text(40_000))]),
        Case("too much text", "msg_too_long", ["text": .string(text(40_001))]),
        Case("50 blocks", "ok", ["blocks": sections(50, of: 1)]),
        Case("51 blocks", "invalid_blocks", ["blocks": sections(51, of: 1)]),
        Case("section of 3,000", "ok", ["blocks": sections(1, of: 3_000)]),
        Case("section of 3,001", "invalid_blocks", ["blocks": sections(1, of: 3_001)]),
        Case("empty section", "invalid_blocks", ["blocks": sections(1, of: 0)]),
        Case("13,200 in all", "ok", ["blocks": sections(5, of: 2_640)]),
        Case("13,205 in all", "msg_blocks_too_long", ["blocks": sections(5, of: 2_641)]),
        Case("header of 150", "ok", ["blocks": header(150)]),
        Case("header of 151", "invalid_blocks", ["blocks": header(151)]),
        Case("context of 10", "ok", ["blocks": context(10)]),
        Case("context of 11", "invalid_blocks", ["blocks": context(11)]),
        Case("unknown block", "invalid_blocks", ["blocks": [["type": "hologram"]]]),
        Case("invalid blocks", "invalid_blocks_format", ["blocks": "{"]),
        Case("blocks that are no list", "invalid_blocks_format", ["blocks": ["type": "divider"]]),
        Case(
            "header in mrkdwn", "invalid_blocks",
            ["blocks": [["type": "header", "text": ["type": "mrkdwn", "text": "a"]]]]),
        Case(
            "metadata", "ok",
            ["text": "a", "metadata": ["event_type": "n", "event_payload": ["id": "1", "l": ["a"]]]]),
        Case("metadata without payload", "invalid_metadata_format", ["text": "a", "metadata": ["event_type": "n"]]),
        Case(
            "deep metadata", "invalid_metadata_schema",
            ["text": "a", "metadata": ["event_type": "n", "event_payload": ["a": ["b": ["c": "d"]]]]]),
        Case(
            "much metadata", "metadata_too_large",
            ["text": "a", "metadata": ["event_type": "n", "event_payload": ["a": .string(text(8_000))]]]),
        Case("no such thread", "thread_not_found", ["text": "a", "thread_ts": "1.000001"]),
    ]

    @Test(arguments: cases)
    func `limits are enforced as documented`(_ row: Case) async throws {
        try await LocalSlackFixture.run { slack in
            let code = try await slack.code("chat.postMessage", row.arguments)
            #expect(code == row.code)
        }
    }

    @Test func `the block at fault is pointed at`() async throws {
        try await LocalSlackFixture.run { slack in
            let blocks: JSONValue = [LocalSlackFixture.section("a"), LocalSlackFixture.section("")]
            let answer = try await slack.call("chat.postMessage", ["channel": "C1", "blocks": blocks])
            #expect(answer["errors"] == ["must be more than 0 characters [json-pointer:/blocks/1/text/text]"])
        }
    }
}
