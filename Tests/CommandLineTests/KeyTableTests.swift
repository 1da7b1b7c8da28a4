import FoundationEssentials
import KeyPolicy
import Testing

@testable import relevo

struct KeyTableTests {
    private static func table(_ users: User...) -> KeyTable { KeyTable(users: users, at: Sample.now) }

    @Test func `one line per key, the older first, and one for a user without keys`() throws {
        let ana = try Sample.user(keys: [
            try Sample.key("AKIAI44QH8DHBEXAMPLE", age: 3, lastUse: .never), try Sample.key(age: 76.9),
        ])
        let idle = try Sample.user("idle", tags: [:])
        expect(
            Self.table(ana, idle).text(Terminal(width: 200)),
            is: """
                In every row: account 222222222222.
                user  type      owner     slack id  key                   status  age  created     last used
                ana   engineer  Ana Ruiz  U0ANA     AKIAIOSFODNN7EXAMPLE  Active  76   2025-12-15  2026-02-27 s3 \
                us-east-1
                ana   engineer  Ana Ruiz  U0ANA     AKIAI44QH8DHBEXAMPLE  Active  3    2026-02-27  never
                idle  unknown             none

                2 keys of 2 users · 2 active · 0 of them at least 91 days old
                """)
    }

    @Test(arguments: [80, 200])
    func `who lacks a Slack id or a type is seen at every width`(width: Int) throws {
        let long = String(repeating: "n", count: 40)
        let text = Self.table(
            try Sample.user(long, keys: [try Sample.key()]),
            try Sample.user("bea-\(long)", tags: ["type": "engineer"], keys: [try Sample.key()]),
            try Sample.user("ci-\(long)", tags: ["type": "machine"], keys: [try Sample.key(status: .inactive)]),
            try Sample.user("tom-\(long)", tags: [:], keys: [try Sample.key()])
        ).text(Terminal(width: width))
        let lines = text.split(separator: "\n").filter { $0.contains("nnn") }
        #expect(lines.count == 4)
        #expect(lines[0].contains("  U0ANA  ") && lines[1].contains("  none  "), "\(text)")
        #expect(lines[3].contains(width == 80 ? "  no type  " : "  unknown  "), "\(text)")
        #expect(!lines[2].contains("no"), "\(text)")
    }

    @Test func `comma-separated values have one header and plain names`() throws {
        let csv = Self.table(try Sample.user(keys: [try Sample.key(lastUse: .unknown("why"))])).csv
        expect(
            csv,
            is: """
                account,user,type,owner,slack_id,key,status,age,created,last_used
                222222222222,ana,engineer,Ana Ruiz,U0ANA,AKIAIOSFODNN7EXAMPLE,Active,76,2025-12-16,unknown
                """)
    }

    struct Cell: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let tag: String
        let written: String

        init(_ name: String, _ tag: String, _ written: String) {
            testDescription = name
            self.tag = tag
            self.written = written
        }
    }

    @Test(arguments: [
        Cell("a comma", "Ruiz, Ana", "\"Ruiz, Ana\""),
        Cell("quotes", "Ana \"A\" Ruiz", "\"Ana \"\"A\"\" Ruiz\""),
        Cell("a line break", "Ana\nRuiz", "\"Ana\nRuiz\""),
        Cell("a line break of Windows", "Ana\r\nRuiz", "\"Ana\r\nRuiz\""),
        Cell("a formula", "=HYPERLINK(1)", "'=HYPERLINK(1)"),
        Cell("a plus", "+1+1", "'+1+1"),
        Cell("a minus", "-1", "'-1"),
        Cell("an at", "@SUM(1)", "'@SUM(1)"),
        Cell("a formula with a comma", "=A,B", "\"'=A,B\""),
        Cell("a plain name", "Ana", "Ana"),
    ])
    func `a cell is quoted, and never read as a formula`(_ cell: Cell) throws {
        let csv = Self.table(try Sample.user(tags: ["full-name": cell.tag])).csv
        #expect(csv.contains("222222222222,ana,unknown,\(cell.written),,"), "\(csv)")
    }
}
