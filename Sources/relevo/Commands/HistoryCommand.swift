import ArgumentParser
import KeyPolicy
import KeyWatch

/// `relevo history`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Prints the ledger's events, or checks that none is missing or changed.",
        discussion: """
            Prints the ledger's events, oldest first; with a user (name or id) or a key, only the events about it. \
            --verify checks every hash chain and every recorded head, and ends with status 1 if an event was changed or \
            removed; --root also checks that the ledger has the root that a run's summary printed.

            EXAMPLES
              relevo history
              relevo history ana.flores
              relevo history AKIA0123456789ABCDEF --format json
              relevo history --verify --root 6d0c…
            """)

    @Argument(help: ArgumentHelp("A user's name or id, or a key's id.", valueName: "user|key"))
    var subject: String?

    @Flag(help: "Check that no event was changed or removed.")
    var verify = false

    @Option(help: ArgumentHelp("A root that must be among the ledger's; with --verify.", valueName: "hash"))
    var root: String?

    @Option(help: "table, json or jsonl.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if root != nil, !verify { throw ValidationError("--root needs --verify.") }
    }

    func run() async throws {
        try await CommandRunner.run(common, pages: true) { terminal in
            let context = try AppContext(common, terminal)
            let ledger = try context.ledgerForReading()
            if verify { return try await check(ledger, terminal) }
            let events = try await EventQuery(ledger: ledger).events(about: subject, in: Set(common.accounts))
            switch format {
            case .jsonl:
                // As stored: an event's text is part of its hash.
                terminal.print("{\"schemaVersion\":1,\"type\":\"history\"}")
                for event in events {
                    terminal.print("{\"type\":\"event\",\(try EventDocument(event).json().dropFirst())")
                }
            case .json:
                let items = try events.map { try EventDocument($0).json() }
                terminal.print("{\"schemaVersion\":1,\"events\":[\(items.joined(separator: ",\n"))]}")
            case .table: terminal.print(HistoryText(events).text(terminal))
            }
            return 0
        }
    }

    private func check(_ ledger: any EventLog & Outbox, _ terminal: Terminal) async throws -> Int32 {
        let found = try await ChainVerification.of(ledger, expectedRoot: root)
        let faults = try await found.faults + ConsistencyCheck(of: ledger).faults()
        for fault in faults { Terminal.complain(fault) }
        guard faults.isEmpty else { throw AppContextError.ledgerUnsound(faults.count) }
        let runs = "\(found.runs) ended \(found.runs == 1 ? "run" : "runs")"
        terminal.print(
            terminal.wrapped(
                "\(found.events) events in \(found.heads.count) chains, \(runs): every hash is correct, nothing is missing."
            ))
        terminal.print("root \(found.root)")
        return 0
    }
}

/// Reads events from all streams, in order of time.
struct EventQuery {
    let ledger: any EventLog & InventoryStore

    func events(about subject: String?, in accounts: Set<AccountID>) async throws -> [LedgerEvent] {
        var users: Set<UserID> = []
        if let subject { users = try await ids(named: subject) }
        var events: [LedgerEvent] = []
        for head in try await ledger.heads() {
            if case .account(let account) = head.stream, !accounts.isEmpty, !accounts.contains(account) { continue }
            if case .runs = head.stream, !accounts.isEmpty { continue }
            var after = 0
            while true {
                let page = try await ledger.events(head.stream, after: after, limit: 1_000)
                events += page.filter { subject == nil || concerns($0, subject: subject ?? "", users: users) }
                guard let last = page.last, page.count == 1_000 else { break }
                after = last.sequence
            }
        }
        if let subject, events.isEmpty, users.isEmpty { throw AppContextError.notInLedger(subject) }
        return events.sorted { ($0.at, $0.stream, $0.sequence) < ($1.at, $1.stream, $1.sequence) }
    }

    private func concerns(_ event: LedgerEvent, subject: String, users: Set<UserID>) -> Bool {
        event.key?.rawValue == subject || event.user?.rawValue == subject
            || (event.user.map(users.contains) ?? false)
    }

    /// Every user who has or had that name, in any account.
    private func ids(named name: String) async throws -> Set<UserID> {
        var ids: Set<UserID> = []
        for account in try await ledger.accounts() {
            let users = try await ledger.everyUser(in: account.account.id)
            ids.formUnion(users.filter { $0.user.name == name }.map(\.user.id))
        }
        return ids
    }
}
