import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings

/// Makes and prints a plan: `plan`, and `run --dry-run`.
struct PlanPrinting {
    private let common: CommonOptions
    private let format: OutputFormat
    private let on: Date?
    private let until: EndArgument?
    private let showsMessages: Bool

    init(
        _ common: CommonOptions, _ format: OutputFormat, on: Date?, until: EndArgument? = nil,
        showsMessages: Bool = false
    ) {
        self.common = common
        self.format = format
        self.on = on
        self.until = until
        self.showsMessages = showsMessages
    }

    func run() async throws -> Int32 {
        let door = try Door(common, on: on)
        let (ledger, isWritable) = try door.ledgerForLooking()
        return try await door.open { outside in
            let (plan, remarks, look) = try await door.preview(outside, ledger: ledger).plan(
                door.run, only: Set(common.accounts), remembers: isWritable && on == nil, messenger: outside.messenger)
            door.terminal.endProgress()
            let said = plan.accounts.flatMap(\.sentences) + plan.accounts.compactMap(\.complaint) + plan.problems
            for remark in remarks + said { door.terminal.remark(remark) }
            if let until {
                let last = until.last(in: door.configuration.policy.zone)
                try await forecast(plan, look.store, until: last, door, outside)
            } else {
                try show(plan, door)
            }
            if plan.accounts.contains(where: { !$0.isComplete }) || !plan.problems.isEmpty { return 3 }
            return !plan.alarmed.isEmpty || plan.isStoppedByItself ? 4 : 0
        }
    }

    private func show(_ plan: Plan, _ door: Door) throws {
        switch format {
        case .json: print(try PlanDocument(plan).json(pretty: door.terminal.isInteractive))
        case .table:
            print(PlanText(plan).text(door.terminal))
            guard showsMessages else { return }
            print(MessagesText(plan: plan, composer: try door.composer()).text(door.terminal))
        }
    }

    private func forecast(
        _ plan: Plan, _ store: any DecisionLedger, until: Date, _ door: Door, _ outside: Outside
    ) async throws {
        let plans = try await Forecast(
            store: store, messenger: outside.messenger, settings: door.watchSettings(outside), clock: door.clock
        ).days(plan.accounts, from: plan.at, to: until, run: door.run)
        switch format {
        case .json: print(try ForecastDocument(plans).json(pretty: door.terminal.isInteractive))
        case .table:
            print(ForecastText(plans: plans, composer: showsMessages ? try door.composer() : nil).text(door.terminal))
        }
    }
}
