import ArgumentParser
import Testing

@testable import relevo

/// The commands by which somebody interferes.
extension HelpTests {
    @Test func `relevo exempt --help`() {
        expect(
            Self.help(ExemptCommand.self),
            is: """
                OVERVIEW: Leaves a user or key alone until a date; lists and ends exemptions.

                An exemption has an end, a reason and somebody who approved it. The channel is told when it is \
                granted or ended, owner
                and channel are warned a week before it is over, and every summary lists it. When it is over, \
                notices begin anew:
                nothing said before counts. The configuration and a user's tags (`relevo-exempt-until`, `-reason`, \
                `-by`) can grant
                exemptions too; --list shows all of them, as the last scan saw them.

                EXAMPLES
                  relevo exempt ana.flores --until 2026-12-31 --reason "migration, OPS-123" --by "Luis Paz"
                  relevo exempt AKIA0123456789ABCDEF --until 2026-12-31 --reason "vendor rotates then" --by "Luis Paz"
                  relevo exempt --list
                  relevo exempt ana.flores --end --reason "migrated" --by "Luis Paz"

                USAGE: relevo exempt [<user|key>] [--until <date>] [--reason <text>] [--by <name>] [--list] [--end] \
                [--format <format>] [--on <date>] [--config <file>] [--account <id> ...] [--verbose] [--no-color]

                ARGUMENTS:
                  <user|key>              A user's name, ARN or id, or a key's id.

                OPTIONS:
                  --until <date>          The last day, in the zone of `policy.hours` or else UTC; or the instant of its end.
                  --reason <text>         Why; shown in every report.
                  --by <name>             Who approved it; shown in every report.
                  --list                  Show every exemption in force, wherever it was granted.
                  --end                   End one that was granted by this command.
                  --format <format>       table or json; with --list. (values: table, json; default: table)
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo restore --help`() {
        expect(
            Self.help(RestoreCommand.self),
            is: """
                OVERVIEW: Switches keys that Relevo deactivated on again, for a while.

                For when something important stands still. Owner and channel are told at once, and once more four \
                hours before the end
                if a run falls there. The first run after the end deactivates the key again, never before the day \
                that was promised, if
                everything that must hold for a deactivation still does. Where nothing was promised, as to another \
                owner, the key stays
                on and the next round of notices begins as usual. With --run, every key that a run deactivated, \
                whatever becomes of the
                others. Two restores in an account in one day stop deactivations there until `relevo resume \
                --account`.

                EXAMPLES
                  relevo restore AKIA0123456789ABCDEF --for 24h --reason "billing export, OPS-123"
                  relevo restore --run 20261127t090000z-ab12cd --for 24h --reason "outage, INC-42"

                USAGE: relevo restore [<key>] [--run <run-id>] --for <time> --reason <text> [--on <date>] [--config \
                <file>] [--account <id> ...] [--verbose] [--no-color]

                ARGUMENTS:
                  <key>                   The key's id.

                OPTIONS:
                  --run <run-id>          Every key that this run deactivated.
                  --for <time>            How long: 1h to 14d.
                  --reason <text>         Why; shown to everybody who is told.
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo stop --help`() {
        expect(
            Self.help(StopCommand.self),
            is: """
                OVERVIEW: Deactivates nothing until somebody else resumes; at once, also in the middle of a run.

                One approver is enough. A run that is under way asks before each deactivation, so not one more \
                follows. Notices go on
                and say so, and deadlines stand. The channel is told, and every summary says it, until another person \
                ends it with
                `relevo resume`. What can't be told now is told by the next run.

                EXAMPLES
                  relevo stop --reason "outage, INC-42" --by "Luis Paz"
                  relevo stop --account 111111111111 --reason "audit until Friday" --by "Luis Paz"

                USAGE: relevo stop --reason <text> --by <name> [--on <date>] [--config <file>] [--account <id> ...] \
                [--verbose] [--no-color]

                OPTIONS:
                  --reason <text>         Why; told to the channel.
                  --by <name>             Who stops it; told to the channel.
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo resume --help`() {
        expect(
            Self.help(ResumeCommand.self),
            is: """
                OVERVIEW: Ends a stop: deactivations go on with the next run.

                What a person stopped, another one resumes. What Relevo stopped itself (too many owners who changed \
                at once, two
                restores of an account in a day) any approver resumes. With a user, confirms that it is a machine: \
                what its owner was
                told before counts no longer, and new notices begin. Nobody does that for a user of their own.

                EXAMPLES
                  relevo resume --reason "outage is over" --by "Rosa Lang"
                  relevo resume --account 111111111111 --reason "the tags are right" --by "Rosa Lang"
                  relevo resume deploy-bot --reason "it is the build server's" --by "Rosa Lang"

                USAGE: relevo resume [<user>] --reason <text> --by <name> [--on <date>] [--config <file>] [--account \
                <id> ...] [--verbose] [--no-color]

                ARGUMENTS:
                  <user>                  A user's name, ARN or id, to confirm that it is a machine.

                OPTIONS:
                  --reason <text>         Why; told to the channel.
                  --by <name>             Who resumes; told to the channel.
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

}

/// Help in terminals of other widths.
struct HelpWidthTests {
    /// A hard line break inside a sentence leaves a word alone on its line in a narrower terminal.
    @Test(arguments: [60, 80, 100])
    func `sentences fill the width, whatever it is`(columns: Int) {
        let commands: [any ParsableCommand.Type] = [
            Relevo.self, InitCommand.self, DoctorCommand.self, ScanCommand.self, PlanCommand.self, RunCommand.self,
            HistoryCommand.self, ExemptCommand.self, RestoreCommand.self,
        ]
        for command in commands {
            let help = Relevo.helpMessage(for: command, columns: columns)
            for paragraph in Self.prose(of: help) {
                for (line, next) in zip(paragraph, paragraph.dropFirst()) {
                    let word = next.prefix { $0 != " " }
                    #expect(line.count + 1 + word.count >= columns, "“\(line)” ends too soon, before “\(word)”")
                }
            }
        }
    }

    /// Paragraphs of the discussion: no lists, no headings.
    private static func prose(of help: String) -> [[Substring]] {
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.split(separator: "").map(Array.init).filter { paragraph in
            paragraph.allSatisfy { !$0.hasPrefix(" ") } && paragraph.first?.hasPrefix("USAGE") == false
        }
    }
}
