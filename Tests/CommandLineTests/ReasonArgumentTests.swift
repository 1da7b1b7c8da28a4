import Testing

@testable import relevo

struct ReasonArgumentTests {
    @Test func `a reason is kept as it is, without the spaces around it`() {
        #expect(ReasonArgument(argument: "  billing export, OPS-123. ")?.text == "billing export, OPS-123.")
        #expect(ReasonArgument(argument: "migración de señales")?.text == "migración de señales")
        #expect(ReasonArgument(argument: String(repeating: "w", count: 500))?.text.count == 500)
    }

    @Test(arguments: [
        "", " ", "\t", "-", "…", "\u{200B}\u{200B}", "two\nlines", "two\r\nlines", "two\u{2028}lines",
        String(repeating: "w", count: 501), String(repeating: "e\u{301}\u{302}\u{303}\u{304}", count: 500),
    ])
    func `nothing that nobody can read, and nothing endless`(text: String) {
        #expect(ReasonArgument(argument: text) == nil)
    }
}
