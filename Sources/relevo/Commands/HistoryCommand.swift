import ArgumentParser
import KeyPolicy
import KeyWatch

/// `relevo history`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Prints the ledger's events, or checks that none is missing or changed.",
        usage: "relevo history [<user|key>] [<options>]",
        discussion: """
            Prints the ledger's events, oldest first; with a user (name or id) or a key, only the events about it. A \
            user who was renamed is found by the earlier name too. Names and ids may be given as tables print them, \
            such as AKIA…CDEF or AKIA...CDEF. --verify checks every \
            hash chain, and the latest hash of each chain (its head) as runs recorded it; it ends with status 1 if an \
            event was changed or removed. --root also checks that the ledger has the root that a run printed: one hash \
            over all heads.

            EXAMPLES
              relevo history
              relevo history ana.flores
              relevo history AKIA…CDEF
              relevo history AKIA0123456789ABCDEF --format json
              relevo history --verify --root 6d0c5a1f9e3b7d24…
            """)

    @Argument(
        help: ArgumentHelp(
            "A user's name or id, or a key's id; AKIA…CDEF, as tables print it, is enough.", valueName: "user|key"))
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
        try PrintedRoot.check(root)
    }

    func run() async throws {
        try await CommandRunner.run(common, pages: true) { terminal in
            let context = try AppContext(common, terminal)
            return try await context.readLedger { ledger in
                if verify { return try await LedgerCheck(ledger: ledger, root: root).run(terminal) }
                try await show(EventQuery(ledger: ledger), terminal)
                return 0
            }
        }
    }

    private func show(_ query: EventQuery, _ terminal: Terminal) async throws {
        let answer = try await query.answer(about: subject, in: Set(common.accounts))
        let events = answer.events
        if format != .table { for remark in answer.remarks { terminal.note(remark) } }
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
        case .table:
            let remarks = answer.remarks.map { terminal.wrapped(TextTable.plain($0)) }
            let text = HistoryText(events, names: answer.names).text(terminal)
            terminal.print((remarks + [text]).joined(separator: "\n\n"))
        }
    }
}
