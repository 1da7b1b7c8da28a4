import ArgumentParser
import Composition
import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings

/// `relevo plan`
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Prints what a run would do now, and which keys are held and why.",
        usage: "relevo plan [<options>]",
        discussion: """
            Scans and decides as a run would, but notifies nobody and changes nothing. --on decides as of that day, \
            with the keys as they are now, and stores nothing. --until forecasts each day, for at most 366: who would \
            be notified and which keys would be deactivated if Relevo ran daily, every message arrived and nobody \
            acted. --mode decides as if the configuration had that `mode`; accounts with a mode of their own keep it.

            EXAMPLES
              relevo plan
              relevo plan --until 2026-03-31
              relevo plan --until 2026-03-31 --show-messages
              relevo plan --until 2026-03-31 --mode enforce
              relevo plan --on 2026-03-12 --format json
            """)

    @Option(
        help: ArgumentHelp("Decide as of a day (12:00Z) or an ISO instant.", valueName: "date"),
        transform: InstantArgument.read)
    var on: InstantArgument?

    @Option(
        help: ArgumentHelp("Forecast each day from today up to the end of this one; at most 366.", valueName: "date"),
        transform: EndArgument.read)
    var until: EndArgument?

    @Option(help: ArgumentHelp("Decide as in another mode.", valueName: "mode"))
    var mode: Mode?

    @Flag(name: .customLong("show-messages"), help: "Also print the messages that would be sent, as people read them.")
    var showMessages = false

    @Option(help: "table, json or jsonl.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common, pages: true) { terminal in
            try await PlanPrinting(
                common, format, on: on?.date, until: until, mode: mode, showsMessages: showMessages
            ).run(terminal)
        }
    }
}

/// Makes and prints a plan, for `plan` and `run --dry-run`.
struct PlanPrinting {
    private let common: CommonOptions
    private let format: OutputFormat
    private let on: Date?
    private let until: EndArgument?
    private let mode: Mode?
    private let showsMessages: Bool

    init(
        _ common: CommonOptions, _ format: OutputFormat, on: Date?, until: EndArgument? = nil,
        mode: Mode? = nil, showsMessages: Bool = false
    ) {
        self.common = common
        self.format = format
        self.on = on
        self.until = until
        self.mode = mode
        self.showsMessages = showsMessages
    }

    func run(_ terminal: Terminal) async throws -> Int32 {
        let context = try AppContext(common, terminal, on: on, mode: mode)
        let end = try until.map { try $0.last(in: context.configuration.policy.zone, after: context.now) }
        let opening = try context.ledgerForPreview()
        return try await context.open { services in
            let (ledger, isWritable) = try await opening(services.hub)
            let (made, problems, preview) = try await context.factory.preview(services, ledger: ledger).plan(
                context.run, only: Set(common.accounts), remembers: isWritable && on == nil,
                messenger: services.messenger, looksUpUses: showsMessages)
            context.terminal.endProgress()
            var plan = made
            plan.leaveOutWhatIsNotAsked()
            let lines = AccountLines(plan.accounts)
            for remark in preview.remarks + lines.remarks { terminal.note(remark) }
            for problem in problems + lines.problems + plan.problems.map(\.text) { terminal.remark(problem) }
            if let end {
                try await forecast(plan, preview, until: end, context, services)
            } else {
                try show(plan, context)
            }
            if plan.accounts.contains(where: { !$0.isComplete }) || !plan.problems.isEmpty { return 3 }
            return !plan.alarmed.isEmpty || plan.isStoppedByItself ? 4 : 0
        }
    }

    private func show(_ plan: Plan, _ context: AppContext) throws {
        switch format {
        case .json: context.terminal.print(try PlanDocument(plan).json(pretty: context.terminal.isInteractive))
        case .jsonl: context.terminal.print(try JSONLines.plan.text(PlanDocument(plan).json()))
        case .table:
            context.terminal.print(PlanText(plan).text(context.terminal))
            guard showsMessages else { return }
            context.terminal.print(try messages(context).text(of: plan, context.terminal))
        }
    }

    private func forecast(
        _ plan: Plan, _ preview: Preview.Look, until: Date, _ context: AppContext, _ services: ExternalServices
    ) async throws {
        var plans = try await Forecast(
            store: preview.store, messenger: services.messenger, settings: context.factory.watchSettings(services),
            clock: context.factory.clock
        ).days(preview.estate, from: plan.at, to: until, run: context.run)
        for index in plans.indices { plans[index].leaveOutWhatIsNotAsked() }
        switch format {
        case .json: context.terminal.print(try ForecastDocument(plans).json(pretty: context.terminal.isInteractive))
        case .jsonl: context.terminal.print(try JSONLines.forecast(ForecastDocument(plans).json(pretty: false)))
        case .table:
            let messages = showsMessages ? try messages(context) : nil
            context.terminal.print(ForecastText(plans: plans, messages: messages).text(context.terminal))
        }
    }

    private func messages(_ context: AppContext) throws -> MessagesText {
        MessagesText(composer: try context.factory.composer(), zone: context.configuration.policy.zone)
    }
}

extension EndArgument {
    /// The last instant of a forecast that starts at `start`.
    ///
    /// - Throws: `AppContextError` if it is over before it starts, or longer than a forecast may be.
    func last(in zone: Zone, after start: Date) throws(AppContextError) -> Date {
        let last = last(in: zone)
        guard last >= start else { throw .untilTooEarly(end: text, start: start.isoInstant) }
        guard Days.whole(from: start, to: last) < Forecast.mostDays else {
            throw .untilTooLate(end: text, most: Forecast.mostDays)
        }
        return last
    }
}

extension Mode: ExpressibleByArgument {}

extension Plan {
    /// Removes the accounts that `--account` leaves out, and what is about them.
    fileprivate mutating func leaveOutWhatIsNotAsked() {
        let others = Set(accounts.filter(\.isLeftOut).map(\.account.id))
        guard !others.isEmpty else { return }
        accounts.removeAll { others.contains($0.account.id) }
        held.removeAll { others.contains($0.account.id) }
        findings.removeAll { others.contains($0.account.id) }
        exemptions.removeAll { others.contains($0.account.id) }
    }
}
