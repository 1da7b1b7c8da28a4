import ArgumentParser
import Testing

@testable import relevo

/// The help of the commands that carry out a person's request.
extension HelpTests {
    @Test func `relevo exempt --help`() {
        expect(
            Self.help(ExemptCommand.self),
            is: """
                OVERVIEW: Leaves a user or key alone until a date; lists and ends exemptions.

                An exemption has an end, a reason and an approver. Relevo notifies the channel when an exemption is \
                granted or ended,
                warns the owner and the channel a week before its end, and lists it in every summary. After its end, \
                notices start
                again: earlier ones no longer count. The configuration and a user's tags (`relevo-exempt-until`, \
                `-reason`, `-by`) can
                grant exemptions too; --list shows all of them, as of the last scan.

                EXAMPLES
                  relevo exempt ana.flores --until 2026-12-31 \\
                      --reason "migration, OPS-123" --by "Luis Paz"
                  relevo exempt AKIA0123456789ABCDEF --until 2026-12-31 \\
                      --reason "vendor rotates then" --by "Luis Paz"
                  relevo exempt --list
                  relevo exempt ana.flores --end --reason "migrated" --by "Luis Paz"

                USAGE: relevo exempt <user|key> --until <date> --reason <text> --by <name>
                           [<options>]
                       relevo exempt <user|key> --end --reason <text> --by <name> [<options>]
                       relevo exempt --list [<options>]

                ARGUMENTS:
                  <user|key>              A user's name, ARN or id, or a key's id; AKIA…CDEF, as tables print it, is \
                enough.

                OPTIONS:
                  --until <date>          The last day, in the zone of `policy.hours` or else UTC; or the instant of \
                its end.
                  --reason <text>         Why; shown in every summary and plan.
                  --by <name>             Who approved it; shown in every summary and plan.
                  --list                  Show every exemption in force, no matter where it was granted.
                  --end                   End an exemption that this command granted.
                  --format <format>       table, json or jsonl; with --list. (values: table, json, jsonl; default: \
                table)
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --account <id>          Only this account; may be repeated. A run reports the others as unknown.
                  --config <file>         The configuration file.
                  -o, --output <file>     Write the output to this file instead; only its owner may read it.
                  --quiet                 Print the result, errors and problems only: no progress and no remarks.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colors; the default if NO_COLOR is set or the output isn't a terminal.
                  --no-pager              Don't show long output in a pager.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo restore --help`() {
        expect(
            Self.help(RestoreCommand.self),
            is: """
                OVERVIEW: Reactivates keys that Relevo deactivated, for a limited time.

                For emergencies. Relevo notifies the owner and the channel at once, and again if a run takes place in \
                the last four
                hours. The first run after the end deactivates the key again, if the gate still permits it, and never \
                before the
                promised day. Without a promise to today's owner, the key stays active and the next round of notices \
                starts as usual.
                --run restores every key that the run deactivated, even if some of them fail. A key that is already \
                active is not
                changed and doesn't count as a failure. Two restores in an account in one day stop deactivations there \
                until `relevo
                resume --account`.

                EXAMPLES
                  relevo restore AKIA0123456789ABCDEF --for 24h \\
                      --reason "billing export, OPS-123"
                  relevo restore AKIA…CDEF --for 2h --reason "billing export, OPS-123"
                  relevo restore --run 20261127t090000z-ab12cd --for 24h \\
                      --reason "outage, INC-42"

                USAGE: relevo restore <key> --for <time> --reason <text> [<options>]
                       relevo restore --run <run-id> --for <time> --reason <text> [<options>]

                ARGUMENTS:
                  <key>                   The key's id; AKIA…CDEF, as tables print it, is enough.

                OPTIONS:
                  --run <run-id>          Every key that this run deactivated.
                  --for <time>            How long: 1h to 14d.
                  --reason <text>         Why; shown in each message about it.
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --account <id>          Only this account; may be repeated. A run reports the others as unknown.
                  --config <file>         The configuration file.
                  -o, --output <file>     Write the output to this file instead; only its owner may read it.
                  --quiet                 Print the result, errors and problems only: no progress and no remarks.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colors; the default if NO_COLOR is set or the output isn't a terminal.
                  --no-pager              Don't show long output in a pager.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo stop --help`() {
        expect(
            Self.help(StopCommand.self),
            is: """
                OVERVIEW: Stops all deactivations immediately, even during a run, until another person resumes them.

                One approver is enough. A run in progress checks for stops before each deactivation, so it \
                deactivates no further key.
                Notices continue and mention the stop; deadlines don't change. Relevo notifies the channel, now or \
                in the next run, and
                every summary reports the stop until another person ends it with `relevo resume`.

                EXAMPLES
                  relevo stop --reason "outage, INC-42" --by "Luis Paz"
                  relevo stop --account 111111111111 --reason "audit until Friday" \\
                      --by "Luis Paz"

                USAGE: relevo stop --reason <text> --by <name> [<options>]

                OPTIONS:
                  --reason <text>         Why; shown to the channel.
                  --by <name>             Who stops them; shown to the channel.
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --account <id>          Only this account; may be repeated. A run reports the others as unknown.
                  --config <file>         The configuration file.
                  -o, --output <file>     Write the output to this file instead; only its owner may read it.
                  --quiet                 Print the result, errors and problems only: no progress and no remarks.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colors; the default if NO_COLOR is set or the output isn't a terminal.
                  --no-pager              Don't show long output in a pager.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo resume --help`() {
        expect(
            Self.help(ResumeCommand.self),
            is: """
                OVERVIEW: Ends a stop: deactivations continue with the next run.

                If a person made the stop, somebody else must end it. Any approver can end a stop that Relevo made \
                (too many owners
                changed or left at once, or two restores in an account in a day). With a user, the command confirms \
                that the user is a
                machine: earlier notices no longer count, and new ones start. Nobody can confirm their own user.

                EXAMPLES
                  relevo resume --reason "outage is over" --by "Rosa Lang"
                  relevo resume --account 111111111111 --reason "the tags are right" \\
                      --by "Rosa Lang"
                  relevo resume deploy-bot --reason "it is the build server's" \\
                      --by "Rosa Lang"

                USAGE: relevo resume [<user>] --reason <text> --by <name> [<options>]

                ARGUMENTS:
                  <user>                  A user's name, ARN or id, to confirm that it is a machine.

                OPTIONS:
                  --reason <text>         Why; shown to the channel.
                  --by <name>             Who resumes; shown to the channel.
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --account <id>          Only this account; may be repeated. A run reports the others as unknown.
                  --config <file>         The configuration file.
                  -o, --output <file>     Write the output to this file instead; only its owner may read it.
                  --quiet                 Print the result, errors and problems only: no progress and no remarks.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colors; the default if NO_COLOR is set or the output isn't a terminal.
                  --no-pager              Don't show long output in a pager.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }
}

/// Help at other terminal widths.
struct HelpWidthTests {
    /// A hard line break inside a sentence would leave single words on a line in a narrower terminal.
    @Test(arguments: [60, 80, 100])
    func `sentences fill any width`(columns: Int) {
        let commands: [any ParsableCommand.Type] = [
            Relevo.self, InitCommand.self, DoctorCommand.self, ScanCommand.self, PlanCommand.self, RunCommand.self,
            HistoryCommand.self, ExemptCommand.self, RestoreCommand.self, StopCommand.self, ResumeCommand.self,
            ConfigCommand.self, ConfigCheckCommand.self, ConfigShowCommand.self, LedgerCommand.self,
            LedgerCopyCommand.self, LedgerVerifyCommand.self,
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
