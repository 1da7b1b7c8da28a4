import Redaction
import Testing

/// Made-up secrets, in every form in which a response may repeat them.
struct SecretsInUseTests {
    private static let token = "xoxb-1111-very-secret-token"
    private static let key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let shown: String

        init(_ name: String, _ text: String, _ shown: String) {
            testDescription = name
            self.text = text
            self.shown = shown
        }
    }

    static let rows = [
        Row("nothing", "channel_not_found", "channel_not_found"),
        Row("whole", "bad token \(token).", "bad token [redacted]."),
        Row("twice", "\(token) \(token)", "[redacted] [redacted]"),
        Row("in a header's words", "Bearer \(token)", "Bearer [redacted]"),
        Row("broken over lines", "xoxb-1111-very-\n secret-token", "[redacted]"),
        Row("cut off", "xoxb-1111-ve…", "[redacted]…"),
        Row("percent-encoded", "wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY", "[redacted]"),
        Row("another token", "xoxb-2222-very-secret-token", "xoxb-2222-very-secret-token"),
        Row("a beginning that many have", "xoxb-1111", "xoxb-1111"),
        Row("short", "its password is hunter2!", "its password is [redacted]!"),
        Row("a word", "at", "at"),
    ]

    @Test(arguments: rows)
    func `a secret is redacted in every form`(_ row: Row) {
        let secrets = SecretsInUse([Self.token, Self.key, "hunter2", "at"])
        #expect(secrets.redacted(row.text) == row.shown)
    }

    @Test func `finds secrets that are added later, and those of one call only in it`() {
        let secrets = SecretsInUse()
        secrets.add([Self.token])
        #expect(
            secrets.redacted("\(Self.token) 0123456789abcdef", also: ["0123456789abcdef"]) == "[redacted] [redacted]")
        #expect(secrets.redacted("0123456789abcdef") == "0123456789abcdef")
    }

    @Test func `the list is never printed`() {
        var dumped = ""
        dump(SecretsInUse([Self.token]), to: &dumped)
        #expect(!(dumped + "\(SecretsInUse([Self.token]))").contains("very-secret"))
    }
}
