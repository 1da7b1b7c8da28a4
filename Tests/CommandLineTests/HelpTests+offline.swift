import ArgumentParser
import Testing

@testable import relevo

/// The help of the commands that call no service.
extension HelpTests {
    @Test func `relevo init --help`() {
        expect(
            Self.help(InitCommand.self),
            is: """
                OVERVIEW: Writes a first configuration, a Slack app manifest and the roles.

                Asks on the terminal for each answer that no option gives, and writes into a folder: relevo.yaml, \
                the Slack app's
                manifest, the policies of both roles and of the role or user that Relevo runs as, a CloudFormation \
                template for a
                StackSet, and the same in Terraform. It calls no service, and overwrites files only with --force.

                EXAMPLES
                  relevo init
                  relevo init --hub-account 111111111111 --channel C0123456789
                  relevo init --accounts 111111111111=security,222222222222=shop \\
                      --hub-account 111111111111 --channel C0123456789

                USAGE: relevo init [<options>]

                OPTIONS:
                  --folder <path>         Where the files go. (default: ./relevo-setup)
                  --accounts <accounts>   `organization`, or a list of ID[=NAME] separated by commas.
                  --hub-account <id>      The account that Relevo runs in.
                  --hub-principal <arn>   Who may assume the roles. (default: the hub account's root)
                  --external-id <text>    The external id that both roles require. (default: a random one)
                  --channel <id>          The id of the security channel, a private one.
                  --protected <path>      Path of users that Relevo leaves alone, or none. (default: none)
                  --mode <mode>           report, notify or enforce. (default: notify)
                  --keys <number>         The approximate number of active access keys. (default: 500)
                  --partition <partition> aws, aws-cn, aws-us-gov or aws-eusc. (default: aws)
                  --force                 Overwrite existing files.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
    }

    @Test func `relevo history --help`() {
        expect(
            Self.help(HistoryCommand.self),
            is: """
                OVERVIEW: Prints the ledger's events, or checks that none is missing or changed.

                Prints the ledger's events, oldest first; with a user (name or id) or a key, only the events about it. \
                A user who was
                renamed is found by the earlier name too. Names and ids may be given as tables print them, such as \
                AKIA…CDEF or
                AKIA...CDEF. --verify checks every hash chain, and the latest hash of each chain (its head) as runs \
                recorded it; it
                ends with status 1 if an event was changed or removed. --root also checks that the ledger has the root \
                that a run
                printed: one hash over all heads.

                EXAMPLES
                  relevo history
                  relevo history ana.flores
                  relevo history AKIA…CDEF
                  relevo history AKIA0123456789ABCDEF --format json
                  relevo history --verify --root 6d0c5a1f9e3b7d24…

                USAGE: relevo history [<user|key>] [<options>]

                ARGUMENTS:
                  <user|key>              A user's name or id, or a key's id; AKIA…CDEF, as tables print it, is enough.

                OPTIONS:
                  --verify                Check that no event was changed or removed.
                  --root <hash>           A root that must be among the ledger's; with --verify.
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

    @Test func `relevo config --help`() {
        expect(
            Self.help(ConfigCommand.self),
            is: """
                OVERVIEW: Checks the configuration, or shows it with every default.

                Reads only the configuration file and the time zone that it names. It makes no network call and \
                opens no ledger;
                `relevo doctor` also tries what the configuration describes.

                EXAMPLES
                  relevo config check
                  relevo config show
                  relevo config show --format json --output relevo.json

                USAGE: relevo config <subcommand>

                OPTIONS:
                  --version               Show the version.
                  -h, --help              Show help information.

                SUBCOMMANDS:
                  check                   Reports everything that is wrong in the configuration.
                  show                    Prints the configuration with every default.

                  See 'relevo help config <subcommand>' for detailed help.
                """)
        expect(
            Self.help(ConfigCheckCommand.self),
            is: """
                OVERVIEW: Reports everything that is wrong in the configuration.

                Prints one line per error, with file, line, column and a correct value, on standard error. The exit \
                status is 0, or 64
                when there are errors.

                USAGE: relevo config check [<options>]

                OPTIONS:
                  --config <file>         The configuration file.
                  -o, --output <file>     Write the output to this file instead; only its owner may read it.
                  --quiet                 Print the result, errors and problems only: no progress and no remarks.
                  --verbose               Show every call with its duration and request id.
                  --no-color              No colors; the default if NO_COLOR is set or the output isn't a terminal.
                  --no-pager              Don't show long output in a pager.
                  --version               Show the version.
                  -h, --help              Show help information.
                """)
        expect(
            Self.help(ConfigShowCommand.self),
            is: """
                OVERVIEW: Prints the configuration with every default.

                The output is a configuration itself, in YAML or JSON, with the paths as they are written. Relevo \
                shows where the Slack
                token is stored, but never the token. `heartbeat-url` is a secret, so it is hidden unless --reveal is \
                given; a
                configuration with a hidden address is refused.

                EXAMPLES
                  relevo config show
                  relevo config show --format json --reveal --output relevo.json

                USAGE: relevo config show [<options>]

                OPTIONS:
                  --format <format>       yaml or json. (values: yaml, json; default: yaml)
                  --reveal                Also show heartbeat-url.
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
