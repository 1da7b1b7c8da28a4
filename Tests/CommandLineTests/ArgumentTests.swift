import ArgumentParser
import FoundationEssentials
import Testing

@testable import relevo

struct InstantArgumentTests {
    @Test(arguments: [
        ("2026-03-02", 1_772_452_800), ("2026-03-02T12:00:00Z", 1_772_452_800), ("2024-02-29", 1_709_208_000),
        ("2026-03-02T00:00:00Z", 1_772_409_600), ("2026-03-02T14:00:00+02:00", 1_772_452_800),
    ])
    func `a day is noon UTC, an instant is itself`(text: String, seconds: Double) {
        #expect(InstantArgument(argument: text)?.date == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: [
        "", "today", "2026-02-30", "2026-3-2", "02.03.2026", "2026-03-02 12:00", "1772452800", "2026-03-02T25:00:00Z",
        "2026-02-30T12:00:00Z",
    ])
    func `anything else is refused`(text: String) {
        #expect(InstantArgument(argument: text) == nil)
    }
}

struct DurationArgumentTests {
    @Test(arguments: [("1h", 3_600), ("24h", 86_400), ("336h", 1_209_600), ("1d", 86_400), ("14d", 1_209_600)])
    func `hours and days`(text: String, seconds: Double) {
        #expect(DurationArgument(argument: text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "h", "d", "24", "0h", "0d", "-1h", "+1h", "1.5h", "1 h", " 1h", "24H", "1w", "1m", "60s", "337h", "15d",
        "9999h", "99999999999999999999h", "1hh", "٣h", "½d",
    ])
    func `nothing else, nothing under an hour, nothing over 14 days`(text: String) {
        #expect(DurationArgument(argument: text) == nil)
    }
}

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
    func `nothing unreadable, and nothing without a limit`(text: String) {
        #expect(ReasonArgument(argument: text) == nil)
    }
}

/// The parser's errors name the form that is wanted.
struct ExplainedArgumentTests {
    private static let day = "Give a day such as 2026-03-31, or an instant such as 2026-03-31T12:00:00Z."

    @Test(arguments: [
        ("plan --until yesterday", "'yesterday' is invalid for '--until <date>': \(day)"),
        ("plan --on 2026-02-30", "'2026-02-30' is invalid for '--on <date>': \(day)"),
        ("run --on now", "'now' is invalid for '--on <date>': \(day)"),
        (
            "scan --account 12",
            "'12' is invalid for '--account <id>': Give an account id of twelve digits, such as 111111111111."
        ),
        (
            "restore AKIA…CDEF --for week --reason why",
            "'week' is invalid for '--for <time>': Give hours or days, such as 24h or 3d, from 1h to 14d."
        ),
        (
            "restore --run ? --for 1h --reason why",
            "'?' is invalid for '--run <run-id>': Give a run's id as its output and its summary name it, such as "
                + "20261127t090000z-ab12cd."
        ),
        (
            "ledger copy relevo.db dynamodb:relevo",
            "'relevo.db' is invalid for '<from>': Give sqlite: and the path of a file, or dynamodb: and a table's name, "
                + "such as sqlite:relevo.db."
        ),
        (
            "ledger verify sqlite:",
            "'sqlite:' is invalid for '<ledger>': Give sqlite: and the path of a file, or dynamodb: and a table's name, "
                + "such as sqlite:relevo.db."
        ),
        (
            "run --accept-ledger ?",
            "'?' is invalid for '--accept-ledger <run-id|unseen>': Give a run's id as its output and its summary name it, "
                + "such as 20261127t090000z-ab12cd, or unseen."
        ),
    ])
    func `an invalid value is refused with a valid one`(given: String, refusal: String) {
        let arguments = given.split(separator: " ").map(String.init)
        do {
            _ = try Relevo.parseAsRoot(arguments)
            Issue.record("it was taken")
        } catch {
            #expect(Relevo.message(for: error) == "The value \(refusal)")
            #expect(Relevo.exitCode(for: error).rawValue == 64)
        }
    }
}
