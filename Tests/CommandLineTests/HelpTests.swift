import ArgumentParser
import Testing

@testable import relevo

/// The whole help of every command, as it reads in a terminal of 120 columns.
struct HelpTests {
    static func help(_ command: (any ParsableCommand.Type)?, columns: Int = 120) -> String {
        command.map { Relevo.helpMessage(for: $0, columns: columns) } ?? Relevo.helpMessage(columns: columns)
    }

    private static let commands = all(Relevo.configuration.subcommands)

    private static func all(_ commands: [any ParsableCommand.Type]) -> [any ParsableCommand.Type] {
        commands + commands.flatMap { all($0.configuration.subcommands) }
    }

    @Test(arguments: -1..<commands.count)
    func `no line is wider than 80 columns, and no example is broken there`(number: Int) {
        let command = number < 0 ? nil : Self.commands[number]
        let lines = Self.help(command, columns: 80).split(separator: "\n")
        for line in lines { #expect(TextWidth.of(line) <= 80, "\(line)") }
        let whole = Self.help(command, columns: 10_000).split(separator: "\n")
        // The lines before the usage that are indented can be copied as they are.
        for line in whole.prefix(while: { !$0.hasPrefix("USAGE") }) where line.hasPrefix("  ") {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func `relevo --help`() {
        expect(
            Self.help(nil),
            is: """
                OVERVIEW: Watches the age of every IAM access key, notifies its owner in time, and deactivates it \
                only as announced.

                A key is deactivated only on or after the latest deadline in the messages delivered about it to the \
                person who answers
                for it today, and only if it is still exactly the key those messages named.

                EXAMPLES
                  relevo init                      write a configuration, Slack app, roles
                  relevo doctor                    what is still missing, and how to fix it
                  relevo scan                      every user and key, with age and use
                  relevo plan                      what a run would do now, and what is held
                  relevo run                       notify owners, deactivate keys as promised
                  relevo history AKIA…             everything that ever happened to a key
                  relevo exempt ana --until …      leave a user or key alone until a date
                  relevo restore AKIA… --for 24h   reactivate a key for a limited time
                  relevo stop --reason … --by …    stop all deactivations until resumed

                OPTIONS OF EVERY COMMAND but init, before or after its name
                  --config FILE, --account ID (not with config, ledger), --output FILE,
                  --quiet, --verbose, --no-color, --no-pager

                EXIT STATUS, the first of these that applies
                 130  interrupted (SIGINT), 143 ended (SIGTERM), at the next safe point
                  64  wrong usage or configuration
                   1  failed, nothing more was done
                   3  partly done: an account unknown, a message not delivered
                   4  stopped by the alarm, or by a stop that Relevo made itself
                   0  done

                CONFIGURATION
                  --config FILE, else ./relevo.yaml, else $XDG_CONFIG_HOME/relevo/relevo.yaml
                  AWS settings follow the SDKs: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …

                ENVIRONMENT
                  RELEVO_PAGER, else PAGER: shows output longer than the terminal; empty: none
                  NO_COLOR: no colors

                COMPLETIONS
                  relevo --generate-completion-script bash|zsh|fish

                USAGE: relevo <subcommand>

                OPTIONS:
                  --version               Show the version.
                  -h, --help              Show help information.

                SUBCOMMANDS:
                  init                    Writes a first configuration, a Slack app manifest and the roles.
                  doctor                  Checks everything a run needs, and reports how to fix what is missing.
                  scan                    Prints every user and key, with age and last use.
                  plan                    Prints what a run would do now, and which keys are held and why.
                  run                     The daily run: scans, decides, notifies owners, deactivates keys as \
                promised.
                  history                 Prints the ledger's events, or checks that none is missing or changed.
                  exempt                  Leaves a user or key alone until a date; lists and ends exemptions.
                  restore                 Reactivates keys that Relevo deactivated, for a limited time.
                  stop                    Stops all deactivations immediately, even during a run, until another \
                person resumes them.
                  resume                  Ends a stop: deactivations continue with the next run.
                  config                  Checks the configuration, or shows it with every default.
                  ledger                  Copies the ledger to another place, or checks it.

                  See 'relevo help <subcommand>' for detailed help.
                """)
    }

    @Test func `relevo doctor --help`() {
        expect(
            Self.help(DoctorCommand.self),
            is: """
                OVERVIEW: Checks everything a run needs, and reports how to fix what is missing.

                Tries everything that a run does, with the credentials, roles and session policies of a run. It \
                makes the read calls,
                and the one write call for a user that can't exist. It notifies nobody and changes nothing. It \
                prints one line for all
                healthy accounts and one for each other result: ✓ passed, ✗ to fix, ! warning, – not checked or not \
                needed; then each
                fix once. The exit status is 0, even with warnings; 3 when there is something to fix; 64 when the \
                configuration is
                refused.

                EXAMPLES
                  relevo doctor
                  relevo doctor --failed
                  relevo doctor --account 222222222222
                  relevo doctor --format json | jq '.checks[] | select(.ok == false)'

                USAGE: relevo doctor [<options>]

                OPTIONS:
                  --failed                Show only what needs fixing, and how to fix it.
                  --format <format>       table, json or jsonl. (values: table, json, jsonl; default: table)
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

    @Test func `relevo scan --help`() {
        expect(
            Self.help(ScanCommand.self),
            is: """
                OVERVIEW: Prints every user and key, with age and last use.

                Reads every account and prints its users and keys. It writes only the inventory, so that the next \
                scan needs fewer
                calls. An account that can't be read completely is reported as unknown, and the exit status is 3.

                EXAMPLES
                  relevo scan
                  relevo scan --account 111111111111 --format csv > keys.csv
                  relevo scan --format json | jq '.users[].keys[] | select(.ageDays > 90)'

                USAGE: relevo scan [<options>]

                OPTIONS:
                  --format <format>       table, json, jsonl or csv. (values: table, json, jsonl, csv; default: table)
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

    @Test func `relevo plan --help`() {
        expect(
            Self.help(PlanCommand.self),
            is: """
                OVERVIEW: Prints what a run would do now, and which keys are held and why.

                Scans and decides as a run would, but notifies nobody and changes nothing. --on decides as of that \
                day, with the keys
                as they are now, and stores nothing. --until forecasts each day, for at most 366: who would be \
                notified and which keys
                would be deactivated if Relevo ran daily, every message arrived and nobody acted. --mode decides \
                as if the
                configuration had that `mode`; accounts with a mode of their own keep it.

                EXAMPLES
                  relevo plan
                  relevo plan --until 2026-03-31
                  relevo plan --until 2026-03-31 --show-messages
                  relevo plan --until 2026-03-31 --mode enforce
                  relevo plan --on 2026-03-12 --format json

                USAGE: relevo plan [<options>]

                OPTIONS:
                  --on <date>             Decide as of a day (12:00Z) or an ISO instant.
                  --until <date>          Forecast each day from today up to the end of this one; at most 366.
                  --mode <mode>           Decide as in another mode. (values: report, notify, enforce)
                  --show-messages         Also print the messages that would be sent, as people read them.
                  --format <format>       table, json or jsonl. (values: table, json, jsonl; default: table)
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

    @Test func `relevo run --help`() {
        expect(
            Self.help(RunCommand.self),
            is: """
                OVERVIEW: The daily run: scans, decides, notifies owners, deactivates keys as promised.

                Run it once a day. A second run on the same day repeats no message and posts another summary. \
                `mode` decides what it
                does: `report` only posts the summary, `notify` also notifies owners of what would happen, \
                `enforce` also deactivates
                keys.

                EXAMPLES
                  relevo run --dry-run          print the exact plan, do nothing
                  relevo run
                  relevo run --format json      the plan with the outcome of each action
                  relevo run --release-brake 20261127t090000z-ab12cd
                                                release the keys that the alarm stopped then

                USAGE: relevo run [<options>]

                OPTIONS:
                  --dry-run               Print the plan and do nothing; the same as `relevo plan`.
                  --on <date>             Act as of a day (12:00Z) or instant; only against endpoints on this machine.
                  --release-brake <run-id>
                                          Release exactly the keys that the alarm stopped in that run, at most \
                max-deactivations a day;
                                          each key passes the gate again.
                  --accept-ledger <run-id|unseen>
                                          Continue although this ledger doesn't have that run or, with `unseen`, \
                although the channel
                                          can't be read: everybody is notified again.
                  --format <format>       table, json or jsonl. (values: table, json, jsonl; default: table)
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
