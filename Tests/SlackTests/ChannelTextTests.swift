import Slack
import Testing

/// What a message to a channel hides, and what it leaves alone.
struct ChannelTextTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: Mrkdwn
        let shown: String

        init(_ name: String, _ text: Mrkdwn, _ shown: String) {
            testDescription = name
            self.text = text
            self.shown = shown
        }
    }

    static let cases = [
        Case("an address", "to ana.ruiz@example.com", "to ana.ruiz@…"),
        Case("in code", "`ana@example.com` of", "`ana@…` of"),
        Case("at the end of a sentence", "Ask ana@example.com.", "Ask ana@…."),
        Case("in brackets", "Ana (ana_x+y@mail.example.co.uk), Bea", "Ana (ana_x+y@…), Bea"),
        Case("in escaped brackets", "&lt;ana@example.com&gt;", "&lt;ana@…&gt;"),
        Case("two of them", "a@b.com,c@d.org", "a@…,c@…"),
        Case("two at signs", "a@b@c.com", "a@…"),
        Case("other letters", "josé@señal.example", "josé@…"),
        Case("a mention", "<@U0ANA> and @here", "<@U0ANA> and @here"),
        Case("no name with a dot", "me@localhost, 5@6", "me@localhost, 5@6"),
        Case("a key id", "AKIAIOSFODNN7EXAMPLE is old", "AKIA…MPLE is old"),
        Case("a session's key id", "`ASIAIOSFODNN7EXAMPLE`", "`ASIA…MPLE`"),
        Case("within a word", "key=xAKIAIOSFODNN7EXAMPLE.", "key=xAKIA…MPLE."),
        Case("two key ids", "AKIAIOSFODNN7EXAMPLE-AKIAI44QH8DHBEXAMPLE", "AKIA…MPLE-AKIA…MPLE"),
        Case("a masked id", "`AKIA…MPLE`", "`AKIA…MPLE`"),
        Case("a word that begins like one", "AKIA and ASIAN", "AKIA and ASIAN"),
        Case("an address with a key id in it", "AKIAIOSFODNN7EXAMPLE@example.com", "AKIA…MPLE@…"),
        Case("a link", "<https://example.com/a@b.com|ask>", "<https://example.com/a@b.com|ask>"),
        Case("after a link", "<https://example.com|ask> ana@example.com", "<https://example.com|ask> ana@…"),
        Case("a block of code", "a@b.com\n```\nx='a@b.com'\n```\na@b.com", "a@…\n```\nx='a@b.com'\n```\na@…"),
        Case("nothing", "Nothing to hide: 3 keys.", "Nothing to hide: 3 keys."),
    ]

    @Test(arguments: cases)
    func `addresses and whole key ids are hidden`(_ test: Case) {
        let message = ChannelText().hidden(
            Message(
                text: test.text, blocks: [.section(test.text, fields: [test.text]), .context([test.text]), .divider]))
        #expect(message.text.source == test.shown)
        let shown = message.text
        #expect(message.blocks == [.section(shown, fields: [shown]), .context([shown]), .divider])
        #expect(message.length <= 3 * test.text.length)
    }

    @Test func `a header hides them too, and what everybody may read stays`() {
        let message = ChannelText(keeping: ["Ask help@example.com."]).hidden(
            Message(text: "help@example.com, ana@example.com", blocks: [.header("ana@example.com")]))
        #expect(message.text.source == "help@example.com, ana@…")
        #expect(message.blocks == [.header("ana@…")])
    }
}
