import ArgumentParser
import Testing

@testable import relevo

/// The help of the commands about the ledger itself.
extension HelpTests {
    @Test func `relevo ledger --help`() {
        expect(
            Self.help(LedgerCommand.self),
            is: """
                OVERVIEW: Copies the ledger to another place, or checks it.

                A ledger is written as in the configuration: sqlite:PATH or dynamodb:TABLE. A relative path starts \
                from the folder of
                the configuration file, and `~` is the home directory.

                EXAMPLES
                  relevo ledger copy sqlite:relevo.db dynamodb:relevo
                  relevo ledger verify dynamodb:relevo

                USAGE: relevo ledger <subcommand>

                OPTIONS:
                  --version               Show the version.
                  -h, --help              Show help information.

                SUBCOMMANDS:
                  copy                    Copies a whole ledger to another place, and compares both.
                  verify                  Checks that no event of a ledger is missing or changed.

                  See 'relevo help ledger <subcommand>' for detailed help.
                """)
        expect(
            Self.help(LedgerCopyCommand.self),
            is: """
                OVERVIEW: Copies a whole ledger to another place, and compares both.

                Copies every event with its hash, the plans of all runs, and what scans stored. It first checks \
                <from>, and changes
                nothing in it. <to> must be empty: a file that doesn't exist, or a table that you created. No run can \
                write while both
                are copied, so stop what starts Relevo before. A copy that was interrupted continues when you give \
                the same command
                again; don't use <to> before the command says that both are the same. Then set `ledger` to <to>, keep \
                <from> untouched,
                and never run with both.

                EXAMPLES
                  relevo ledger copy sqlite:relevo.db dynamodb:relevo
                  relevo ledger copy dynamodb:relevo sqlite:/var/lib/relevo/relevo.db

                USAGE: relevo ledger copy <from> <to> [<options>]

                ARGUMENTS:
                  <from>                  The ledger to copy.
                  <to>                    Where the copy goes.

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
            Self.help(LedgerVerifyCommand.self),
            is: """
                OVERVIEW: Checks that no event of a ledger is missing or changed.

                Checks every hash chain, the latest hash of each chain (its head) as runs recorded it, and the open \
                messages, as
                `relevo history --verify` does; without <ledger>, for the ledger of the configuration. The exit \
                status is 1 if an event
                was changed or removed.

                EXAMPLES
                  relevo ledger verify
                  relevo ledger verify dynamodb:relevo --root 6d0c5a1f9e3b7d24…

                USAGE: relevo ledger verify [<ledger>] [<options>]

                ARGUMENTS:
                  <ledger>                The ledger to check; the configuration's if left out.

                OPTIONS:
                  --root <hash>           A root that must be among the ledger's.
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
