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
                [--format <format>] [--config <file>] [--account <id> ...] [--verbose] [--no-color]

                ARGUMENTS:
                  <user|key>              A user's name, ARN or id, or a key's id.

                OPTIONS:
                  --until <date>          The day (12:00Z) or instant at which it is over.
                  --reason <text>         Why; shown in every report.
                  --by <name>             Who approved it; shown in every report.
                  --list                  Show every exemption in force, wherever it was granted.
                  --end                   End one that was granted by this command.
                  --format <format>       table or json; with --list. (values: table, json; default: table)
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
                OVERVIEW: Switches a key that Relevo deactivated on again, for a while.

                For when something important stands still. Owner and channel are told at once, and once more four \
                hours before the end
                if a run falls there. The first run after the end deactivates the key again, never before the day \
                that was promised, if
                everything that must hold for a deactivation still does. Where nothing was promised, as after an \
                early retirement, the
                key stays on and the next round of notices begins as usual.

                EXAMPLES
                  relevo restore AKIA0123456789ABCDEF --for 24h --reason "billing export, OPS-123"

                USAGE: relevo restore <key> --for <time> --reason <text> [--config <file>] [--account <id> ...] \
                [--verbose] [--no-color]

                ARGUMENTS:
                  <key>                   The key's id.

                OPTIONS:
                  --for <time>            How long: 1h to 14d.
                  --reason <text>         Why; shown to everybody who is told.
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo retire --help`() {
        expect(
            Self.help(RetireCommand.self),
            is: """
                OVERVIEW: Deactivates an idle key before its day, because its owner agreed.

                Only where Relevo offered it to the owner, the owner agreed, the key was not used for two days and \
                its successor was.
                Whoever is said to have agreed must be who answers for the key today, and is told at once.

                EXAMPLES
                  relevo retire AKIA0123456789ABCDEF --agreed-by U0123ABCD --reason "agreed in the channel, 27 \
                November"

                USAGE: relevo retire <key> --agreed-by <slack-id> --reason <text> [--config <file>] [--account <id> \
                ...] [--verbose] [--no-color]

                ARGUMENTS:
                  <key>                   The key's id.

                OPTIONS:
                  --agreed-by <slack-id>  The Slack id of the owner who agreed.
                  --reason <text>         Where and how they agreed; shown to everybody who is told.
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }
}
