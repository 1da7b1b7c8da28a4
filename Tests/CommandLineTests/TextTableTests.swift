import Testing

@testable import relevo

struct TextTableTests {
    private static func table(_ rows: [String]..., width: Int) -> String {
        var table = TextTable([.name("user"), .whole("key"), .whole("age")])
        for row in rows { table.add(row.map { TextTable.Cell($0) }) }
        return table.text(Terminal(width: width))
    }

    @Test func `columns are as wide as their widest cell`() {
        expect(
            Self.table(["ana", "AKIA…MPLE", "76"], ["a.long.name", "AKIA…1234", "9"], width: 100),
            is: """
                user         key        age
                ana          AKIA…MPLE  76
                a.long.name  AKIA…1234  9
                """)
    }

    @Test func `a name is cut in its middle until the table fits`() {
        let text = Self.table(["somebody.with.a.very.long.name", "AKIA…MPLE", "76"], width: 30)
        expect(
            text,
            is: """
                user            key        age
                somebod…g.name  AKIA…MPLE  76
                """)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 30 })
    }

    @Test func `where the columns don't fit, each cell has its own line`() {
        let rows = [["somebody.with.a.name", "AKIAIOSFODNN7EXAMPLE", "76"], ["ana", "", "9"]]
        expect(
            Self.table(rows[0], rows[1], width: 14),
            is: """
                user  somebody
                      .with.a.
                      name
                key   AKIAIOSF
                      ODNN7EXA
                      MPLE
                age   76

                user  ana
                age   9
                """)
    }

    @Test func `what is the same in every row is said once, above the table`() {
        expect(
            Self.table(["ana", "AKIA…MPLE", "76"], ["ana", "AKIA…1234", "9"], width: 40),
            is: """
                In every row: user ana.
                key        age
                AKIA…MPLE  76
                AKIA…1234  9
                """)
    }

    @Test func `rows that are alike in everything are still rows`() {
        expect(
            Self.table(["ana", "AKIA…MPLE", "76"], ["ana", "AKIA…MPLE", "76"], width: 40),
            is: """
                user  key        age
                ana   AKIA…MPLE  76
                ana   AKIA…MPLE  76
                """)
    }

    @Test func `an optional column is left out by name, and a sentence wraps`() {
        var table = TextTable([.name("user"), .whole("zone", rank: 1), .sentence("why")])
        table.add(["ana", "America/Argentina/Buenos_Aires", "The promised deadline is ahead of us all."])
        table.add(["bea", "UTC", "Short."])
        expect(
            table.text(Terminal(width: 36)),
            is: """
                user  why
                ana   The promised deadline is ahead
                      of us all.
                bea   Short.
                No room for: zone.
                """)
    }

    @Test func `letters that take two cells are counted as two`() {
        expect(
            Self.table(["山田花子さん", "AKIA…MPLE", "76"], ["ana", "AKIA…1234", "9"], width: 24),
            is: """
                user      key        age
                山田…ん   AKIA…MPLE  76
                ana       AKIA…1234  9
                """)
    }

    @Test func `missing cells are empty, and a column without cells is left out`() {
        expect(
            Self.table(["ana"], ["bea", "AKIA…MPLE"], width: 40), is: "user  key\nana\nbea   AKIA…MPLE")
    }

    @Test(arguments: [
        "a\nb", "a\rb", "a\u{1B}b", "a\u{7}b", "a\u{202E}b", "a\u{200B}b", "a\u{2028}b", "a\u{9B}b", "a\tb",
    ])
    func `foreign text never moves the cursor or starts a line`(text: String) {
        #expect(TextTable.plain(text) == "a b")
        #expect(Self.table([text], width: 40).split(separator: "\n").count == 2)
    }

    @Test func `letters of all scripts stay`() {
        #expect(TextTable.plain("Zoë 山田 花子 ñ") == "Zoë 山田 花子 ñ")
    }
}
