import KeyPolicy
import KeyWatch
import Testing

@testable import relevo

struct TerminalTests {
    @Test func `text is styled where there is colour, and left alone where there is none`() {
        #expect(Terminal(width: 80, hasColor: true).styled("bad", .bad) == "\u{1B}[31mbad\u{1B}[0m")
        #expect(Terminal(width: 80).styled("bad", .bad) == "bad")
    }
}

/// Tables of every width, with names that could exceed it.
struct TableWidthTests {
    private static let names = [
        "ana", String(repeating: "a", count: 64), "山田花子という長い名前の人", "👩‍💻👨‍👩‍👧‍👦🇵🇪🇵🇪", "Zoe\u{301}\u{301}\u{301} z",
        "a\u{202E}b\nc\td", "ﷺ ﷺ ﷺ", "\u{301}\u{301}", "a  b   c", "…………………………………………", "ｗｉｄｅ ｗｉｄｅ ｗｉｄｅ",
    ]

    private static func users() throws -> [User] {
        try names.enumerated().map { number, name in
            let tags = ["type": "engineer", "slack-id": "U0\(number)ANA", "full-name": name]
            return try Sample.user(name, tags: tags, keys: [try Sample.key(age: Double(number * 50))])
        }
    }

    private static func report() throws -> RunReport {
        var plan = Plan(
            at: Sample.now,
            accounts: [
                try Sample.outcome(),
                try Sample.outcome(
                    error: "STS AssumeRole (hub) was refused with AccessDenied: User: "
                        + "arn:aws:sts::111111111111:assumed-role/relevo/" + String(repeating: "session", count: 30)
                        + " is not authorized 山田花子という長い名前の人 (HTTP 403)."),
            ])
        plan.actions = try users().map { user in
            PlannedAction(
                kind: Sample.notice(), account: try Sample.account(), user: user, key: user.keys[0], ageDays: 76,
                addressee: Addressee(.person(try Sample.id("U0ANA"))))
        }
        plan.held = try users().map { user in
            HeldKey(
                account: try Sample.account(), user: user, key: user.keys[0], ageDays: 100,
                addressee: Addressee(.security), reason: .machinesNotEnforced)
        }
        var summary = RunSummary(run: Sample.run, startedAt: Sample.now)
        summary.root = String(repeating: "6d0c", count: 16)
        let failed = plan.actions.map { ($0.id, ActionOutcome.failed("Slack said no, at length, and then some more.")) }
        return RunReport(plan: plan, outcomes: Dictionary(failed) { $1 }, summary: summary)
    }

    @Test(arguments: 40...200)
    func `no line is wider than the terminal`(width: Int) throws {
        let terminal = Terminal(width: width)
        let texts = [
            KeyTable(users: try Self.users(), at: Sample.now).text(terminal), RunText(try Self.report()).text(terminal),
        ]
        for line in texts.flatMap({ $0.split(separator: "\n") }) {
            #expect(TextWidth.of(line) <= width, "\(TextWidth.of(line)) cells: \(line)")
        }
    }

    @Test(arguments: 40...200)
    func `every cut is marked, and where there is no table nothing is cut`(width: Int) throws {
        let value = "abcdefghijklmnopqrstuvwxyz"
        var table = TextTable((1...10).map { .name("n\($0)") })
        table.add([TextTable.Cell](repeating: .init(value), count: 10))
        let text = table.text(Terminal(width: width))
        guard width >= 10 * 8 + 9 * 2 else {
            let values = text.filter { !$0.isWhitespace }.ranges(of: value)
            return #expect(values.count == 10)
        }
        let shown = text.split { $0 == "\n" || $0 == " " }.filter { $0.hasPrefix("abc") }
        #expect(shown.count == 10)
        for cell in shown where cell != value {
            let pieces = cell.split(separator: "…", omittingEmptySubsequences: false)
            #expect(pieces.count == 2, "\(cell)")
            #expect(value.hasPrefix(pieces[0]) && value.hasSuffix(pieces[pieces.count - 1]), "\(cell)")
            #expect(pieces.joined().count < value.count, "\(cell)")
        }
    }

    @Test func `in a pipe nothing is cut and nothing is broken`() throws {
        let users = try Self.users()
        let table = KeyTable(users: users, at: Sample.now).text(Terminal())
        let lines = table.split(separator: "\n")
        // It is the same in every row.
        #expect(table.contains(users[0].keys[0].id.rawValue))
        // What is in every row, the header, and the totals.
        #expect(lines.count == users.count + 3)
        for (user, line) in zip(users, lines.dropFirst(2)) {
            // By scalars: a name that begins with an accent puts it on the space before.
            #expect(line.unicodeScalars.contains(TextTable.plain(user.name).unicodeScalars))
        }
        let report = try Self.report()
        let text = RunText(report).text(Terminal())
        for account in report.plan.accounts.compactMap(\.error) { #expect(text.contains(account)) }
        #expect(text.contains("root \(String(repeating: "6d0c", count: 16))"))
        #expect(text.contains("failed: Slack said no, at length, and then some more."))
    }
}
