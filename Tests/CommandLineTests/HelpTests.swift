import ArgumentParser
import Testing

@testable import relevo

/// The whole help of every command, as it reads in a terminal of 120 columns.
struct HelpTests {
    static func help(_ command: (any ParsableCommand.Type)?) -> String {
        command.map { Relevo.helpMessage(for: $0, columns: 120) } ?? Relevo.helpMessage(columns: 120)
    }

    @Test func `relevo --help`() {
        expect(
            Self.help(nil),
            is: """
                OVERVIEW: Watches the age of every IAM access key, tells its owner in good time, and keeps its \
                promises.

                A key is deactivated only on or after the latest deadline in the messages delivered about it to the \
                person who answers
                for it today, and only if it is still exactly the key those messages spoke of.

                EXAMPLES
                  relevo init                      a configuration, a Slack manifest, the roles: to begin with
                  relevo doctor                    what is still missing, and how to mend it
                  relevo scan                      every user and key, with age and use
                  relevo plan                      what a run would do now, and what is held
                  relevo run                       tell owners, deactivate what was promised
                  relevo history AKIA…             everything that ever happened to a key
                  relevo exempt ana --until …      leave a user or key alone until a date
                  relevo restore AKIA… --for 24h   switch a deactivated key on again, for a while
                  relevo stop --reason … --by …    deactivate nothing until somebody else resumes

                EXIT STATUS, the first of these that fits
                 130  interrupted (SIGINT), 143 ended (SIGTERM): what was begun was finished first
                  64  wrong usage or configuration
                   1  failed, nothing more was done
                   3  partly done: an account unknown, a message not delivered
                   4  stopped by the alarm, or by a stop that Relevo made itself
                   0  done

                CONFIGURATION
                  --config FILE, else ./relevo.yaml, else $XDG_CONFIG_HOME/relevo/relevo.yaml
                  AWS settings follow the SDKs: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …

                COMPLETIONS
                  relevo --generate-completion-script bash|zsh|fish

                USAGE: relevo <subcommand>

                OPTIONS:
                  --version               Show the version.
                  -h, --help              Show help information.

                SUBCOMMANDS:
                  init                    Writes a configuration, a Slack app manifest and the roles to begin with.
                  doctor                  Checks everything a run needs, and says how to mend what is missing.
                  scan                    The estate: every user and key, age and use.
                  plan                    What a run would do, and what is held, with a reason for each.
                  run                     The daily watch: scan, decide, tell, deactivate what was promised, remember.
                  history                 What the ledger remembers, and whether it is whole.
                  exempt                  Leaves a user or key alone until a date; lists and ends exemptions.
                  restore                 Switches keys that Relevo deactivated on again, for a while.
                  stop                    Deactivates nothing until somebody else resumes; at once, also in the middle of a run.
                  resume                  Ends a stop: deactivations go on with the next run.

                  See 'relevo help <subcommand>' for detailed help.
                """)
    }

    @Test func `relevo init --help`() {
        expect(
            Self.help(InitCommand.self),
            is: """
                OVERVIEW: Writes a configuration, a Slack app manifest and the roles to begin with.

                Asks on a terminal for what no flag says, and writes into a folder: relevo.yaml, the Slack app's \
                manifest, the policies
                of both roles and of whatever Relevo runs as, a CloudFormation template for a StackSet, and the same \
                in Terraform. It
                calls nobody, and overwrites nothing unless told to.

                EXAMPLES
                  relevo init
                  relevo init --hub-account 111111111111 --channel C0123456789
                  relevo init --accounts 111111111111=security,222222222222=shop --hub-account 111111111111 \
                --channel C0123456789

                USAGE: relevo init [--folder <path>] [--accounts <accounts>] [--hub-account <id>] [--hub-principal \
                <arn>] [--external-id <text>] [--channel <id>] [--protected <path>] [--mode <mode>] [--keys \
                <number>] [--partition <partition>] [--force]

                OPTIONS:
                  --folder <path>         Where the files go. (default: ./relevo-setup)
                  --accounts <accounts>   `organization`, or ID[=NAME] with commas between.
                  --hub-account <id>      The account that Relevo runs in.
                  --hub-principal <arn>   Who may assume the roles; by default the hub account's root.
                  --external-id <text>    What both roles ask for; by default one nobody can guess.
                  --channel <id>          The security channel's id.
                  --protected <path>      Path of users who are never touched, or none. (default: none)
                  --mode <mode>           report, notify or enforce. (default: notify)
                  --keys <number>         About how many active access keys there are. (default: 500)
                  --partition <partition> aws, aws-cn, aws-us-gov or aws-eusc. (default: aws)
                  --force                 Overwrite files that are there already.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo doctor --help`() {
        expect(
            Self.help(DoctorCommand.self),
            is: """
                OVERVIEW: Checks everything a run needs, and says how to mend what is missing.

                Tries what a run will do, with the credentials, roles and session policies of a run: every read by \
                calling it, the one
                write by asking for a user who can't exist. It tells nobody and changes nothing. One line each: ✓ in \
                order, ✗ to mend,
                – not checked or not needed. Ends with 0, with 3 when there is something to mend, or with 64 when \
                the configuration is
                refused.

                EXAMPLES
                  relevo doctor
                  relevo doctor --account 222222222222
                  relevo doctor --format json | jq '.checks[] | select(.ok == false)'

                USAGE: relevo doctor [--format <format>] [--config <file>] [--account <id> ...] [--verbose] [--no-color]

                OPTIONS:
                  --format <format>       table or json. (values: table, json; default: table)
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo scan --help`() {
        expect(
            Self.help(ScanCommand.self),
            is: """
                OVERVIEW: The estate: every user and key, age and use.

                Reads every account and prints what is there. Writes the inventory, so that the next scan \
                costs less, and nothing else.
                An account that can't be read completely is unknown, is said, and ends with status 3.

                EXAMPLES
                  relevo scan
                  relevo scan --account 111111111111 --format csv > keys.csv
                  relevo scan --format json | jq '.users[].keys[] | select(.ageDays > 90)'

                USAGE: relevo scan [--format <format>] [--config <file>] [--account <id> ...] [--verbose] \
                [--no-color]

                OPTIONS:
                  --format <format>       table, json or csv. (values: table, json, csv; default: table)
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo plan --help`() {
        expect(
            Self.help(PlanCommand.self),
            is: """
                OVERVIEW: What a run would do, and what is held, with a reason for each.

                Scans and decides as a run would, tells nobody and changes nothing. With --on it decides as \
                of that day, with the keys
                as they are now, and remembers nothing. With --until it forecasts: who would be told and what \
                would be deactivated on
                each day ahead if Relevo ran daily, every message arrived and nobody acted.

                EXAMPLES
                  relevo plan
                  relevo plan --until 2026-03-31
                  relevo plan --until 2026-03-31 --show-messages
                  relevo plan --on 2026-03-12 --format json

                USAGE: relevo plan [--on <date>] [--until <date>] [--show-messages] [--format <format>] \
                [--config <file>] [--account <id> ...] [--verbose] [--no-color]

                OPTIONS:
                  --on <date>             Decide as of a day (12:00Z) or an ISO instant.
                  --until <date>          Forecast each day up to the end of this one, a year at the most.
                  --show-messages         With --until or alone: the exact messages that would be sent.
                  --format <format>       table or json. (values: table, json; default: table)
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo run --help`() {
        expect(
            Self.help(RunCommand.self),
            is: """
                OVERVIEW: The daily watch: scan, decide, tell, deactivate what was promised, remember.

                Meant to be run once a day; more often changes nothing. What is sent depends on `mode`: `report` \
                posts the summary
                only, `notify` also tells owners what would happen, `enforce` also deactivates.

                EXAMPLES
                  relevo run --dry-run             the exact plan, and nothing done
                  relevo run
                  relevo run --format json         the plan with what became of each action
                  relevo run --release-brake 20261127t090000z-ab12cd   let through what the alarm stopped in that run

                USAGE: relevo run [--dry-run] [--on <date>] [--release-brake <run-id>] [--accept-ledger <run-id|unseen>] \
                [--format <format>] [--config <file>] [--account <id> ...] [--verbose] [--no-color]

                OPTIONS:
                  --dry-run               Print the plan and do nothing; the same as `relevo plan`.
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --release-brake <run-id>
                                          Let exactly what the alarm stopped in that run through, at most \
                max-deactivations a day; each
                                          key passes the gate again.
                  --accept-ledger <run-id|unseen>
                                          Go on although that run is unknown to this ledger, or, with `unseen`, \
                although the channel
                                          can't be read: everybody is told anew.
                  --format <format>       table or json. (values: table, json; default: table)
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo history --help`() {
        expect(
            Self.help(HistoryCommand.self),
            is: """
                OVERVIEW: What the ledger remembers, and whether it is whole.

                Prints the ledger's events, oldest first; with a user (name or id) or a key, those about it. \
                With --verify it holds
                every hash chain and every recorded head against what is there, and ends with status 1 if \
                anything was changed or cut
                off; --root compares with a root that a run's summary printed.

                EXAMPLES
                  relevo history
                  relevo history ana.flores
                  relevo history AKIA0123456789ABCDEF --format json
                  relevo history --verify --root 6d0c…

                USAGE: relevo history [<user|key>] [--verify] [--root <hash>] [--format <format>] [--config \
                <file>] [--account <id> ...] [--verbose] [--no-color]

                ARGUMENTS:
                  <user|key>              A user's name or id, or a key's id.

                OPTIONS:
                  --verify                Check that nothing was changed or cut off.
                  --root <hash>           A root that must be among the ledger's; with --verify.
                  --format <format>       table or json. (values: table, json; default: table)
                  --config <file>         The configuration.
                  --account <id>          Only this account; may be repeated. The others are unknown.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colours; also with NO_COLOR set, and away from terminals.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }
}
