import FoundationEssentials
import KeyWatch

/// Makes and prints a plan: `plan`, and `run --dry-run`.
struct PlanPrinting {
    private let common: CommonOptions
    private let format: OutputFormat
    private let on: Date?

    init(_ common: CommonOptions, _ format: OutputFormat, on: Date?) {
        self.common = common
        self.format = format
        self.on = on
    }

    func run() async throws -> Int32 {
        let door = try Door(common, on: on)
        let (ledger, isWritable) = try door.ledgerForLooking()
        return try await door.open { outside in
            let (plan, remarks) = try await door.preview(outside, ledger: ledger).plan(
                door.run, only: Set(common.accounts), remembers: isWritable && on == nil, messenger: outside.messenger)
            door.terminal.endProgress()
            let said = plan.accounts.flatMap(\.sentences) + plan.accounts.compactMap(\.complaint) + plan.problems
            for remark in remarks + said { door.terminal.remark(remark) }
            switch format {
            case .json: print(try PlanDocument(plan).json(pretty: door.terminal.isInteractive))
            case .table: print(PlanText(plan).text(door.terminal))
            }
            if plan.accounts.contains(where: { !$0.isComplete }) || !plan.problems.isEmpty { return 3 }
            return plan.isBraked ? 4 : 0
        }
    }
}
