import FoundationEssentials
import Settings
import Slack
import Testing

@testable import Composition

/// The token, as each place holds it.
struct SlackTokenSourceTests {
    private static let token = "xoxb-1111-made-up"

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let key: String?

        init(_ name: String, _ text: String, key: String? = nil) {
            testDescription = name
            self.text = text
            self.key = key
        }
    }

    static let rows = [
        Row("the value itself", token), Row("a newline at its end", "\(token)\r\n"),
        Row("spaces and a byte order mark", "\u{FEFF}  \(token)\t"),
        Row("the console's form with one value", #"{"SLACK_BOT_TOKEN":"\#(token)"}"#),
        Row("one of several values", #"{"signing":"x","bot":" \#(token)\n"}"#, key: "bot"),
        Row("the only one, by its key", #"{"bot":"\#(token)"}"#, key: "bot"),
    ]

    @Test(arguments: rows)
    func `a secret is read as text or as the console stores it`(_ row: Row) throws {
        let value = try SlackTokenSource.value(row.key, in: row.text, of: "relevo")
        #expect(try SlackTokenSource.token(value, in: "here") == SlackTokenSource.token(Self.token, in: "here"))
    }

    @Test func `several values without a key, or a missing key, are refused`() {
        #expect(throws: CompositionError.self) {
            try SlackTokenSource.value(nil, in: #"{"a":"1","b":"2"}"#, of: "relevo")
        }
        #expect(throws: CompositionError.self) { try SlackTokenSource.value("c", in: #"{"a":"1"}"#, of: "relevo") }
        #expect(throws: CompositionError.self) { try SlackTokenSource.value("c", in: "xoxb-1", of: "relevo") }
    }

    @Test func `the token of the environment is trimmed like any other`() async throws {
        struct Unasked: Error {}
        let source = SlackTokenSource(environment: ["SLACK_BOT_TOKEN": " \(Self.token)\n"]) { throw Unasked() }
        let found = try await source.token(.environment("SLACK_BOT_TOKEN"))
        #expect(found.isSendable)
        #expect(try found == SlackTokenSource.token(Self.token, in: "here"))
    }
}
