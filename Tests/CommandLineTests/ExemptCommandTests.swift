import ArgumentParser
import Testing

@testable import relevo

/// Which options of `relevo exempt` can be combined, and the errors for the others.
struct ExemptCommandTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: String
        /// Nil: accepted.
        let refusal: String?

        init(_ arguments: String, _ refusal: String?) {
            testDescription = arguments
            self.arguments = arguments
            self.refusal = refusal
        }
    }

    private static let both = "Give --reason and --by: both are shown in every summary and plan."

    static let cases = [
        Case("ana --until 2026-12-31 --reason why --by Luis", nil),
        Case("AKIA0123456789ABCDEF --until 2026-12-31T09:00Z --reason why --by Luis", nil),
        Case("ana --end --reason why --by Luis", nil), Case("--list", nil), Case("--list --format json", nil),
        Case("--list --account 222222222222", nil),
        Case("", "Name a user or a key, or use --list."),
        Case("--until 2026-12-31 --reason why --by Luis", "Name a user or a key, or use --list."),
        Case("ana --list", "--list takes no other option than --format."),
        Case("--list --end", "--list takes no other option than --format."),
        Case("--list --reason why", "--list takes no other option than --format."),
        Case("--list --by Luis", "--list takes no other option than --format."),
        Case("--list --until 2026-12-31", "--list takes no other option than --format."),
        Case("ana --until 2026-12-31 --reason why --by Luis --format json", "--format needs --list."),
        Case("ana --until 2026-12-31", both), Case("ana --until 2026-12-31 --reason why", both),
        Case("ana --until 2026-12-31 --by Luis", both), Case("ana --end", both),
        Case("ana --reason why --by Luis", "Give --until: an exemption needs an end."),
        Case(
            "ana --end --until 2026-12-31 --reason why --by Luis", "--end takes no --until: it ends the exemption now."),
        Case(
            "ana --until tomorrow --reason why --by Luis",
            "The value 'tomorrow' is invalid for '--until <date>': Give a day such as 2026-03-31, or an instant such as "
                + "2026-03-31T12:00:00Z."),
        Case(
            "ana --until 2026-12-31 --reason - --by Luis",
            "The value '-' is invalid for '--reason <text>': Give one line of at most 500 characters, with a letter or a "
                + "digit."),
    ]

    @Test(arguments: cases)
    func `options are accepted together, or an error explains why not`(_ test: Case) throws {
        let words = test.arguments.split(separator: " ").map(String.init)
        guard let refusal = test.refusal else {
            _ = try ExemptCommand.parse(words)
            return
        }
        do {
            _ = try ExemptCommand.parse(words)
            Issue.record("it was taken")
        } catch {
            #expect(ExemptCommand.message(for: error) == refusal)
            #expect(ExemptCommand.exitCode(for: error).rawValue == 64)
        }
    }
}
