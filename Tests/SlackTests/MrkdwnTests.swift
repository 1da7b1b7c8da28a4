import FoundationEssentials
import Slack
import Testing

struct MrkdwnTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String
        let prose: String
        let code: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "a plain name", value: "Ana Quispe", prose: "Ana Quispe", code: "`Ana Quispe`"),
        Case(name: "everyone", value: "<!channel>", prose: "&lt;!channel&gt;", code: "`&lt;!channel&gt;`"),
        Case(name: "a person", value: "<@U123>", prose: "&lt;@U123&gt;", code: "`&lt;@U123&gt;`"),
        Case(
            name: "a link", value: "<https://evil.example|pay here>", prose: "&lt;https://evil.example|pay here&gt;",
            code: "`&lt;https://evil.example|pay here&gt;`"),
        Case(
            name: "an entity", value: "&lt;!here&gt;", prose: "&amp;lt;!here&amp;gt;",
            code: "`&amp;lt;!here&amp;gt;`"),
        Case(name: "the end of a code span", value: "a` *b*", prose: "aˋ ∗b∗", code: "`aˋ *b*`"),
        Case(name: "the end of a code block", value: "a```b", prose: "aˋˋˋb", code: "`aˋˋˋb`"),
        Case(name: "strike", value: "~a~", prose: "∼a∼", code: "`~a~`"),
        Case(name: "new lines", value: "a\nb\r\nc\u{2028}d", prose: "a b c d", code: "`a b c d`"),
        Case(name: "controls", value: "a\u{0}b\u{1B}[31mc\u{7F}\u{9B}", prose: "ab[31mc", code: "`ab[31mc`"),
        Case(name: "right to left override", value: "a\u{202E}b\u{2066}c\u{200F}", prose: "abc", code: "`abc`"),
        Case(name: "invisible characters", value: "a\u{200B}b\u{FEFF}\u{E0041}", prose: "ab", code: "`ab`"),
        Case(name: "an emoji of several", value: "👩‍💻 é", prose: "👩‍💻 é", code: "`👩‍💻 é`"),
        Case(name: "nothing", value: "", prose: "", code: ""),
    ]

    @Test(arguments: cases)
    func `an outside value stays text`(_ row: Case) {
        let prose: Mrkdwn = "\(row.value)"
        #expect(prose.source == row.prose)
        #expect(Mrkdwn.text(row.value).source == row.prose)
        #expect(Mrkdwn.code(row.value).source == row.code)
    }

    @Test func `a value of 5,000 characters is cut`() {
        let long = String(repeating: "ñ", count: 5_000)
        let shown: Mrkdwn = "\(long)"
        #expect(shown.source == String(repeating: "ñ", count: 199) + "…")
        #expect(Mrkdwn.code(long, limit: 10).source == "`ñññññññññ…`")
    }

    @Test func `stacked combining marks are cut too`() {
        let tower = "a" + String(repeating: "\u{0301}", count: 50_000)
        #expect(Mrkdwn.text("x" + tower, limit: 10).length < 100)
    }

    @Test func `literals stay, interpolated values are escaped`() {
        let name = "<!channel>"
        let shown: Mrkdwn = "*\(name)* has \(3) keys: \(.code("AKIA`")) \(.mention("U123"))"
        #expect(shown.source == "*&lt;!channel&gt;* has 3 keys: `AKIAˋ` <@U123>")
    }

    @Test func `only an id becomes a mention`() {
        #expect(Mrkdwn.mention("W0A1").source == "<@W0A1>")
        #expect(Mrkdwn.mention("U123>|<!here").source == "U123&gt;|&lt;!here")
        #expect(Mrkdwn.mention("u123").source == "u123")
        #expect(Mrkdwn.mention("C123").source == "C123")
        #expect(Mrkdwn.channel("C123").source == "<#C123>")
        #expect(Mrkdwn.channel("U123").source == "U123")
    }

    @Test func `a date has the reader's zone and a fallback in UTC`() {
        let instant = Date(timeIntervalSince1970: 1_796_040_000.9)
        #expect(
            Mrkdwn.date(instant).source
                == "<!date^1796040000^{date_short} {time}|2026-11-30 12:00 UTC>")
        #expect(Mrkdwn.day(instant).source == "<!date^1796040000^{date_short}|2026-11-30 UTC>")
    }

    @Test func `a link is https and its label can't end it`() {
        #expect(
            Mrkdwn.link("https://wiki.example/a?b=1&c=2", "a|b>c")?.source
                == "<https://wiki.example/a?b=1&amp;c=2|a❘b&gt;c>")
        #expect(Mrkdwn.link("https://wiki.example", "")?.source == "<https://wiki.example>")
    }

    @Test(arguments: [
        "http://wiki.example", "javascript:alert(1)", "https://", "https://a b", "https://a|b", "https://a>b",
        "https://bank.example@evil.example", "https:///x", "https://é.example", "https://a\n", "",
    ])
    func `no other address becomes a link`(_ address: String) {
        #expect(Mrkdwn.link(address, "here") == nil)
    }

    @Test func `marks around nothing are left out`() {
        #expect(Mrkdwn.bold("").isEmpty)
        #expect(Mrkdwn.bold("\u{202E}").isEmpty)
        #expect(Mrkdwn.bold("a*b").source == "*a∗b*")
        #expect(Mrkdwn.codeBlock("").isEmpty)
    }

    @Test func `a code block keeps its lines and can't be ended from inside`() {
        #expect(Mrkdwn.codeBlock("aws iam\n  list ``` <!here>").source == "```\naws iam\n  list ˋˋˋ &lt;!here&gt;\n```")
    }
}
