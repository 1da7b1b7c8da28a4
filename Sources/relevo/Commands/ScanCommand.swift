import ArgumentParser
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
        try await Ending.run(common) {
            let door = try Door(common)
            let (ledger, isWritable) = try door.ledgerForLooking()
            return try await door.open { outside in
                let look = try await door.preview(outside, ledger: ledger)
                    .scan(door.run, only: Set(common.accounts), remembers: isWritable)
                door.terminal.endProgress()
                let outcomes = look.estate.outcomes
                for remark in look.remarks + outcomes.flatMap(\.sentences) + outcomes.compactMap(\.complaint) {
                    door.terminal.remark(remark)
                }
                let users = try await UserWalk(store: look.store).users(in: outcomes.map(\.account.id))
                try print(users, look, door)
                return outcomes.allSatisfy(\.isComplete) ? 0 : 3
            }
        }
    }

    private func print(_ users: [User], _ look: Preview.Look, _ door: Door) throws {
        switch format {
        case .json:
            Swift.print(
                try ScanDocument(
                    users: users, outcomes: look.estate.outcomes, calls: door.tally.calls, at: door.now
                ).json(pretty: door.terminal.isInteractive))
        case .csv: Swift.print(KeyTable(users: users, at: door.now).csv)
        case .table:
            Swift.print(KeyTable(users: users, at: door.now).text(door.terminal))
            Swift.print(AccountLines(look.estate.outcomes, calls: door.tally.calls).text(door.terminal))
        }
    }
}
