import ArgumentParser
import Composition
import FoundationEssentials
import KeyWatch
import Settings

/// `relevo ledger`
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Copies the ledger to another place, or checks it.",
        discussion: """
            A ledger is written as in the configuration: sqlite:PATH or dynamodb:TABLE. A relative path starts from the \
            folder of the configuration file, and `~` is the home directory.

            EXAMPLES
              relevo ledger copy sqlite:relevo.db dynamodb:relevo
              relevo ledger verify dynamodb:relevo
            """, subcommands: [LedgerCopyCommand.self, LedgerVerifyCommand.self])
}

/// `relevo ledger copy`
struct LedgerCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copies a whole ledger to another place, and compares both.",
        usage: "relevo ledger copy <from> <to> [<options>]",
        discussion: """
            Copies every event with its hash, the plans of all runs, and what scans stored. It first checks <from>, \
            and changes nothing in it. <to> must be empty: a file that doesn't exist, or a table that you created. No \
            run can write while both are copied, so stop what starts Relevo before. A copy that was interrupted \
            continues when you give the same command again; don't use <to> before the command says that both are the \
            same. Then set `ledger` to <to>, keep <from> untouched, and never run with both.

            EXAMPLES
              relevo ledger copy sqlite:relevo.db dynamodb:relevo
              relevo ledger copy dynamodb:relevo sqlite:/var/lib/relevo/relevo.db
            """)

    @Argument(help: ArgumentHelp("The ledger to copy.", valueName: "from"), transform: LedgerArgument.read)
    var from: LedgerArgument

    @Argument(help: ArgumentHelp("Where the copy goes.", valueName: "to"), transform: LedgerArgument.read)
    var to: LedgerArgument

    @OptionGroup var general: GeneralOptions

    func validate() throws {
        if from.written == to.written { throw ValidationError("<from> and <to> must be different ledgers.") }
    }

    func run() async throws {
        try await CommandRunner.run(general) { terminal in
            let context = try AppContext(general, terminal)
            let report = try await context.openLedgers(from.place(general), to.place(general)) { source, target in
                try await copied(LedgerCopy(from: source, to: target, clock: context.factory.clock, run: context.run))
            }
            let (old, new) = (from.written.text, to.written.text)
            let count = "\(Totals.count(report.events, "event")) in \(Totals.count(report.chains, "chain"))"
            for text in [
                "\(count): \(new) has the same events, open messages and open promises as \(old).",
                "root \(report.root)",
                "Set `ledger: \(new)` in the configuration now. Keep \(old) untouched, and never run with both: after the "
                    + "first run with one, Relevo refuses to run with the other, as an older copy.",
            ] { terminal.print(terminal.wrapped(text)) }
            return 0
        }
    }

    private func copied(_ copy: LedgerCopy) async throws -> LedgerCopy.Report {
        do {
            return try await copy.make()
        } catch let refusal as LedgerCopyRefusal {
            throw refusal
        } catch {
            Terminal.complain(
                "\(to.written.text) is not a whole copy: don't use it. The same command continues from what it has.")
            throw error
        }
    }
}

/// `relevo ledger verify`
struct LedgerVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks that no event of a ledger is missing or changed.",
        usage: "relevo ledger verify [<ledger>] [<options>]",
        discussion: """
            Checks every hash chain, the latest hash of each chain (its head) as runs recorded it, and the open \
            messages, as `relevo history --verify` does; without <ledger>, for the ledger of the configuration. The \
            exit status is 1 if an event was changed or removed.

            EXAMPLES
              relevo ledger verify
              relevo ledger verify dynamodb:relevo --root 6d0c5a1f9e3b7d24…
            """)

    @Argument(
        help: ArgumentHelp("The ledger to check; the configuration's if left out.", valueName: "ledger"),
        transform: LedgerArgument.read)
    var ledger: LedgerArgument?

    @Option(help: ArgumentHelp("A root that must be among the ledger's.", valueName: "hash"))
    var root: String?

    @OptionGroup var general: GeneralOptions

    func validate() throws { try PrintedRoot.check(root) }

    func run() async throws {
        try await CommandRunner.run(general) { terminal in
            let context = try AppContext(general, terminal)
            return try await context.readLedger(at: try ledger?.place(general) ?? context.configuration.ledger) {
                ledger in
                try await LedgerCheck(ledger: ledger, root: root).run(terminal)
            }
        }
    }
}

/// A ledger, as the configuration names it.
struct LedgerArgument: ExplainedArgument {
    static let wanted = "sqlite: and the path of a file, or dynamodb: and a table's name, such as sqlite:relevo.db"

    let written: LedgerLocation

    init?(argument: String) {
        guard let written = LedgerLocation(argument) else { return nil }
        self.written = written
    }

    /// Where it is, for the configuration that these options name. Throws `SettingsError`.
    func place(_ options: GeneralOptions) throws -> LedgerLocation {
        try ConfigurationFile(option: options.config, environment: ProcessInfo.processInfo.environment)
            .place(of: written)
    }
}
