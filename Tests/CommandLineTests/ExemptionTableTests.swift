import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import relevo

/// `relevo exempt --list`, and the exemptions of every plan.
struct ExemptionTableTests {
    private static func table(width: Int) throws -> String {
        ExemptionTable([
            try Sample.exemption(.command, key: "AKIAIOSFODNN7EXAMPLE"), try Sample.exemption(.configuration),
            try Sample.exemption(.tags, until: Sample.days(91)),
            try Sample.exemption(.tags, until: nil, reason: nil, by: nil),
        ]).text(Terminal(width: width))
    }

    @Test func `where only the day has room, it is the last one`() throws {
        let text = ExemptionTable([
            try Sample.exemption(.command, until: Sample.days(29.5), reason: String(repeating: "long ", count: 20))
        ]).text(Terminal(width: 80))
        #expect(text.contains("2026-03-31") && !text.contains("2026-04-01"), "\(text)")
    }

    @Test func `an end that was given as a day is that day at every width`() throws {
        let end = Date(timeIntervalSince1970: 1_798_156_800 + 86_400)
        for width in [60, 240] {
            let table = try ExemptionTable([Sample.exemption(.command, until: end)]).text(Terminal(width: width))
            #expect(table.contains(end.asEnd) && !table.contains("T00:00:00Z"), "\(table)")
        }
        #expect(Date(timeIntervalSince1970: 1_798_156_800).asEnd == "2026-12-24")
    }

    @Test func `every exemption is shown with user, end, reason, approver and source`() throws {
        expect(
            try Self.table(width: 240),
            is: """
                In every row: exempt ana, account shop.
                key                   until                 reason              by        granted in
                AKIAIOSFODNN7EXAMPLE  2026-04-01T12:00:00Z  migration, OPS-123  Luis Paz  command
                all                   2026-04-01T12:00:00Z  migration, OPS-123  Luis Paz  configuration
                all                   2026-06-01T12:00:00Z  migration, OPS-123  Luis Paz  tags
                all                   -                     -                   -         tags
                finding: ana in 222222222222: It is longer than policy.max-exemption-days allows, so it ends earlier.
                finding: ana in 222222222222: The tag relevo-exempt-until is missing. The tag relevo-exempt-reason \
                is missing. The tag relevo-exempt-by is missing.
                """)
    }

    @Test func `in a narrow terminal days are short, and where it was granted is left out`() throws {
        expect(
            try Self.table(width: 60),
            is: """
                In every row: exempt ana, account shop.
                key        until       reason              by
                AKIA…MPLE  2026-04-01  migration, OPS-123  Luis Paz
                all        2026-04-01  migration, OPS-123  Luis Paz
                all        2026-06-01  migration, OPS-123  Luis Paz
                all        -           -                   -
                No room for: granted in.
                finding: ana in 222222222222: It is longer than
                  policy.max-exemption-days allows, so it ends earlier.
                finding: ana in 222222222222: The tag relevo-exempt-until is
                  missing. The tag relevo-exempt-reason is missing. The tag
                  relevo-exempt-by is missing.
                """)
    }

    @Test func `users of an account with the same fault share a line`() throws {
        let exemptions = try ["ana", "bea"].map { name in
            let one = try Sample.exemption(.tags, reason: nil)
            return ExemptionInForce(
                account: one.account, user: try Sample.user(name), key: nil, exemption: one.exemption, policy: Policy(),
                at: Sample.now)
        }
        #expect(
            ExemptionTable(exemptions).text(Terminal()).split(separator: "\n").last
                == "finding: ana, bea in 222222222222: The tag relevo-exempt-reason is missing.")
    }

    @Test func `a finding names what to fix`() {
        for flaw in ExemptionFlaw.allCases {
            #expect(flaw.sentence.hasSuffix("."))
            #expect([.tooLong, .approverIsOwner].contains(flaw) || flaw.sentence.contains("relevo-exempt-"))
        }
    }

    @Test func `a reason can't move the cursor`() throws {
        let text = ExemptionTable([try Sample.exemption(.command, reason: "a\u{1B}[2Jb\nc")])
            .text(Terminal(width: 200))
        #expect(text.split(separator: "\n").count == 2)
        #expect(!text.contains("\u{1B}"))
    }
}
