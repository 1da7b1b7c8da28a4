import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// `relevo scan`
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Prints every user and key, with age and last use.",
        usage: "relevo scan [<options>]",
        discussion: """
            Reads every account and prints its users and keys. It writes only the inventory, so that the next scan needs \
            fewer calls. An account that can't be read completely is reported as unknown, and the exit status is 3.

            EXAMPLES
              relevo scan
              relevo scan --account 111111111111 --format csv > keys.csv
              relevo scan --format json | jq '.users[].keys[] | select(.ageDays > 90)'
            """)

    @Option(help: "table, json, jsonl or csv.")
    var format: ScanFormat = .table

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common, pages: true) { terminal in
            let context = try AppContext(common, terminal)
            let opening = try context.ledgerForPreview()
            return try await context.open { services in
                let (ledger, isWritable) = try await opening(services.hub)
                let preview = try await context.factory.preview(services, ledger: ledger)
                    .scan(context.run, only: Set(common.accounts), remembers: isWritable)
                context.terminal.endProgress()
                // The others are listed only by what an earlier scan saw.
                let asked = Set(common.accounts)
                let outcomes = preview.estate.outcomes.filter { asked.isEmpty || asked.contains($0.account.id) }
                let lines = AccountLines(outcomes)
                for remark in preview.remarks + lines.remarks { terminal.note(remark) }
                for problem in preview.problems + lines.problems { terminal.remark(problem) }
                let users = try await UserQuery(store: preview.store).users(in: outcomes.map(\.account.id))
                try show(users, outcomes, context)
                return outcomes.allSatisfy(\.isComplete) ? 0 : 3
            }
        }
    }

    private func show(_ users: [User], _ outcomes: [ScanOutcome], _ context: AppContext) throws {
        switch format {
        case .json:
            context.terminal.print(
                try ScanDocument(
                    users: users, outcomes: outcomes, calls: context.factory.metrics.calls,
                    at: context.now
                ).json(pretty: context.terminal.isInteractive))
        case .jsonl:
            context.terminal.print(
                try JSONLines.scan.text(
                    ScanDocument(
                        users: users, outcomes: outcomes, calls: context.factory.metrics.calls,
                        at: context.now
                    ).json(pretty: false)))
        case .csv: context.terminal.print(KeyTable(users: users, at: context.now).csv)
        case .table:
            let table = KeyTable(
                users: users, accounts: outcomes.map(\.account), at: context.now,
                maximumAge: context.configuration.policy.deactivateAt)
            let lines = AccountLines(outcomes, calls: context.factory.metrics.calls)
            context.terminal.print("\(table.text(context.terminal))\n\n\(lines.text(context.terminal))")
        }
    }
}

/// Reads the users that the last scans saw.
struct UserQuery {
    let store: any InventoryStore

    func users(in accounts: [AccountID]) async throws -> [User] {
        var users: [User] = []
        for account in accounts {
            users += try await store.everyUser(in: account).filter { $0.missingSince == nil }.map(\.user)
        }
        return users.sorted { ($0.account, $0.name.lowercased()) < ($1.account, $1.name.lowercased()) }
    }
}
