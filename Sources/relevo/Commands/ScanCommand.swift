import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch

/// `relevo scan`
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "The estate: every user and key, age and use.",
        discussion: """
            Reads every account and prints what is there. Writes the inventory, so that the next scan costs less, and \
            nothing else. An account that can't be read completely is unknown, is said, and ends with status 3.

            EXAMPLES
              relevo scan
              relevo scan --account 111111111111 --format csv > keys.csv
              relevo scan --format json | jq '.users[].keys[] | select(.ageDays > 90)'
            """)

    @Option(help: "table, json or csv.")
    var format: ScanFormat = .table

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common) {
            let context = try AppContext(common)
            let (ledger, isWritable) = try context.ledgerForPreview()
            return try await context.open { services in
                let look = try await context.factory.preview(services, ledger: ledger)
                    .scan(context.run, only: Set(common.accounts), remembers: isWritable)
                context.terminal.endProgress()
                let outcomes = look.estate.outcomes
                for remark in look.remarks + outcomes.flatMap(\.sentences) + outcomes.compactMap(\.complaint) {
                    context.terminal.remark(remark)
                }
                let users = try await UserQuery(store: look.store).users(in: outcomes.map(\.account.id))
                try print(users, look, context)
                return outcomes.allSatisfy(\.isComplete) ? 0 : 3
            }
        }
    }

    private func print(_ users: [User], _ look: Preview.Look, _ context: AppContext) throws {
        switch format {
        case .json:
            Swift.print(
                try ScanDocument(
                    users: users, outcomes: look.estate.outcomes, calls: context.factory.metrics.calls, at: context.now
                ).json(pretty: context.terminal.isInteractive))
        case .csv: Swift.print(KeyTable(users: users, at: context.now).csv)
        case .table:
            Swift.print(KeyTable(users: users, at: context.now).text(context.terminal))
            Swift.print(AccountLines(look.estate.outcomes, calls: context.factory.metrics.calls).text(context.terminal))
        }
    }
}

/// Collects the users that the last scans saw, for printing.
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
