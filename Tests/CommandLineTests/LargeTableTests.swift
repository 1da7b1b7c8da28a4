import KeyPolicy
import KeyWatch
import Testing

@testable import relevo

/// The tables of a large organization at the widths that terminals have.
struct LargeTableTests {
    @Test(arguments: [80, 100, 140])
    func scan(width: Int) throws {
        let table = KeyTable(users: try LargeEstate.users(), accounts: try LargeEstate.accounts(), at: Sample.now)
        try compare("scan", width) { "\(table.text($0))\n\n\(AccountLines(try LargeEstate.plan().accounts).text($0))" }
    }

    @Test(arguments: [80, 100, 140])
    func plan(width: Int) throws {
        let plan = try LargeEstate.plan()
        try compare("plan", width) { PlanText(plan).text($0) }
    }

    @Test(arguments: [80, 100, 140])
    func history(width: Int) throws {
        let text = HistoryText(try LargeEstate.events(), names: try LargeEstate.names())
        try compare("history", width) { text.text($0) }
    }

    @Test(arguments: [80, 100, 140])
    func `history of one key`(width: Int) throws {
        let events = try LargeEstate.events().filter { $0.key == (try LargeEstate.users()[19].keys[0].id) }
        let text = HistoryText(events, names: try LargeEstate.names())
        try compare("history-key", width) { text.text($0) }
    }

    @Test func `a deadline, a stage and a reason are never cut`() throws {
        for width in 60...140 {
            let text = PlanText(try LargeEstate.plan()).text(Terminal(width: width))
            for word in ["notice 76", "notice 81", "deactivate", "2026-03-17", "policy.machines"] {
                #expect(text.contains(word), "\(word) at \(width)")
            }
        }
    }

    private func compare(_ name: String, _ width: Int, _ text: (Terminal) throws -> String) throws {
        let text = try text(Terminal(width: width))
        for line in text.split(separator: "\n") { #expect(TextWidth.of(line) <= width, "\(line)") }
        Snapshot.holds("\(name)-\(width)", text)
    }
}

struct AccountLinesTests {
    private static func outcomes(_ error: (Int) -> String?, remarks: [String] = []) throws -> [ScanOutcome] {
        try LargeEstate.accounts().enumerated().map { number, account in
            ScanOutcome(
                account: account, startedAt: Sample.now, error: error(number), remarks: remarks, listed: [])
        }
    }

    @Test func `accounts that share a fault share a line`() throws {
        let lines = AccountLines(
            try Self.outcomes {
                $0 < 36
                    ? "STS refused arn:aws:iam::2000000000\($0 < 10 ? "0" : "")\($0):role/R (HTTP 403, request \($0))."
                    : nil
            }
        ).text(Terminal()).split(separator: "\n")
        #expect(
            lines == [
                "✗ 36 accounts (acme-payments-prod-1, acme-data-platform-engineering-prod-1, acme-web-prod-1, "
                    + "acme-security-tooling-prod-1, acme-網路基礎設施-prod-1 and 31 more): unknown, STS refused "
                    + "arn:aws:iam::ACCOUNT:role/R (HTTP 403).",
                "✓ 2 accounts (200000000036, legacy (200000000037)): read completely",
            ])
    }

    @Test func `accounts left out by --account are no fault`() throws {
        let lines = AccountLines(
            try LargeEstate.accounts().prefix(3).enumerated().map { number, account in
                ScanOutcome(
                    account: account, startedAt: Sample.now, error: number == 0 ? nil : "not asked for (--account)",
                    failure: number == 0 ? nil : .notAsked, remarks: [], listed: [])
            })
        #expect(lines.problems == [])
        #expect(
            lines.text(Terminal()) == """
                – 2 accounts (acme-data-platform-engineering-prod-1, acme-web-prod-1): left out by --account
                ✓ 200000000000 acme-payments-prod-1: read completely
                """)
    }

    @Test func `accounts that share a fault share a line on standard error too`() throws {
        let problems = AccountLines(try Self.outcomes { $0 < 2 ? "AccessDenied" : nil }).problems
        #expect(
            problems == [
                "2 accounts (acme-payments-prod-1, acme-data-platform-engineering-prod-1) are unknown in this run, and "
                    + "nothing is done there: AccessDenied"
            ])
    }

    @Test func `why an account is unknown is a problem, and no remark`() throws {
        let lines = AccountLines(try Self.outcomes({ $0 == 3 ? "AccessDenied" : nil }, remarks: ["The report is old."]))
        #expect(lines.remarks.count == 1 && !lines.remarks[0].contains("AccessDenied"))
        #expect(lines.problems.count == 1 && lines.problems[0].contains("AccessDenied"), "\(lines.problems)")
    }

    @Test func `a remark about many accounts is made once, and one about an account names it`() throws {
        let all = AccountLines(try Self.outcomes({ _ in nil }, remarks: ["The report is old."])).remarks
        #expect(all.count == 1)
        #expect(all.first?.hasSuffix(" and 33 more): The report is old.") == true, "\(all)")
        let one = try ScanOutcome(
            account: Sample.account(), startedAt: Sample.now, error: nil, remarks: ["The report is old."], listed: [])
        #expect(AccountLines([one]).remarks == ["222222222222 (shop): The report is old."])
    }
}
