import ArgumentParser
import KeyPolicy
import KeyWatch

/// `relevo history`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "What the ledger remembers, and whether it is whole.",
        discussion: """
            Prints the ledger's events, oldest first; with a user (name or id) or a key, those about it. With --verify \
            it holds every hash chain and every recorded head against what is there, and ends with status 1 if \
            anything was changed or cut off; --root compares with a root that a run's summary printed.

            EXAMPLES
              relevo history
              relevo history ana.flores
              relevo history AKIA0123456789ABCDEF --format json
              relevo history --verify --root 6d0c…
            """)

    @Argument(help: ArgumentHelp("A user's name or id, or a key's id.", valueName: "user|key"))
    var subject: String?

    @Flag(help: "Check that nothing was changed or cut off.")
    var verify = false

    @Option(help: ArgumentHelp("A root that must be among the ledger's; with --verify.", valueName: "hash"))
    var root: String?

    @Option(help: "table or json.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if root != nil, !verify { throw ValidationError("--root is for --verify.") }
    }

    func run() async throws {
        try await CommandRunner.run(common) {
            let context = try AppContext(common)
            let ledger = try context.ledgerForReading()
            if verify { return try await check(ledger) }
            let events = try await EventQuery(ledger: ledger).events(about: subject, in: Set(common.accounts))
            switch format {
            case .json:
                let items = try events.map { try EventDocument($0).json() }
                print("{\"schemaVersion\":1,\"events\":[\(items.joined(separator: ",\n"))]}")
            case .table: print(HistoryText(events).text(context.terminal))
            }
            return 0
        }
    }

    private func check(_ ledger: any EventLog & ClaimBook & Outbox) async throws -> Int32 {
        let found = try await ChainVerification.of(ledger, expectedRoot: root)
        let faults = try await found.faults + ConsistencyCheck(of: ledger).faults()
        for fault in faults { Terminal.complain(fault) }
        guard faults.isEmpty else { throw AppContextError.ledgerUnsound(faults.count) }
        print(
            "\(found.events) events in \(found.heads.count) chains, \(found.runs) ended \(found.runs == 1 ? "run" : "runs"): every hash holds, nothing is missing."
        )
        print("root \(found.root)")
        return 0
    }
}
