import Testing

@testable import relevo

struct TerminalTests {
    @Test func `text is styled where there is colour, and left alone where there is none`() {
        #expect(Terminal(width: 80, hasColor: true).styled("bad", .bad) == "\u{1B}[31mbad\u{1B}[0m")
        #expect(Terminal(width: 80).styled("bad", .bad) == "bad")
    }
}
