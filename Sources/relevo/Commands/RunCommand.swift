import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// `relevo run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "The daily run: scans, decides, notifies owners, deactivates keys as promised.",
        usage: "relevo run [<options>]",
        discussion: """
            Run it once a day. A second run on the same day repeats no message and posts another summary. `mode` decides \
            what it does: `report` only posts the summary, `notify` also notifies owners of what would happen, `enforce` \
            also deactivates keys.

            EXAMPLES
              relevo run --dry-run          print the exact plan, do nothing
              relevo run
              relevo run --format json      the plan with the outcome of each action
              relevo run --release-brake 20261127t090000z-ab12cd
                                            release the keys that the alarm stopped then
            """)

    @Flag(help: "Print the plan and do nothing; the same as `relevo plan`.")
    var dryRun = false

    @OptionGroup var moved: ClockOptions

    @Option(
        help: ArgumentHelp(
            "Release exactly the keys that the alarm stopped in that run, at most max-deactivations a day; each key passes the gate again.",
            valueName: "run-id"), transform: RunID.read)
    var releaseBrake: RunID?

    @Option(
        help: ArgumentHelp(
            "Continue although this ledger doesn't have that run or, with `unseen`, although the channel can't be read: "
                + "everybody is notified again.", valueName: "run-id|unseen"), transform: LedgerAcceptance.read)
    var acceptLedger: LedgerAcceptance?

    @Option(help: "table, json or jsonl.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if dryRun, releaseBrake != nil || acceptLedger != nil {
            throw ValidationError(
                "--release-brake and --accept-ledger change the ledger, so they can't be combined with --dry-run.")
        }
    }

    func run() async throws {
        try await CommandRunner.run(common) { terminal in
            guard !dryRun else { return try await PlanPrinting(common, format, on: moved.on?.date).run(terminal) }
            return try await carryOut(terminal)
        }
    }

    private func carryOut(_ terminal: Terminal) async throws -> Int32 {
        let context = try moved.context(common, terminal)
        try context.factory.requireSlack()
        return try await context.open(acts: true) { services in
            let ledger = try await context.ledgerForRunning(services.hub)
            let report = try await context.factory.watch(services, ledger: ledger)
                .run(
                    context.run, version: Relevo.version,
                    orders: RunOrders(only: Set(common.accounts), release: releaseBrake, accept: acceptLedger))
            context.terminal.endProgress()
            for complaint in AccountLines(report.plan.accounts).problems { terminal.remark(complaint) }
            for problem in report.summary.problems {
                report.isRemark(problem) ? terminal.note(problem.text) : terminal.remark(problem.text)
            }
            // A run that the alarm stopped is a successful run; a partial or interrupted one is not.
            if [0, 4].contains(report.exitReasons.exitStatus), let problem = await services.heartbeat?.beat(report) {
                context.terminal.remark(problem)
            }
            switch format {
            case .json: context.terminal.print(try PlanDocument(report).json(pretty: context.terminal.isInteractive))
            case .jsonl: context.terminal.print(try JSONLines.plan.text(PlanDocument(report).json()))
            case .table: context.terminal.print(RunText(report).text(context.terminal))
            }
            return report.summary.isInterrupted ? Signals.exitStatus : report.exitReasons.exitStatus
        }
    }
}

extension RunID: ExplainedArgument {
    static let wanted = "a run's id as its output and its summary name it, such as 20261127t090000z-ab12cd"

    init?(argument: String) { self.init(rawValue: argument) }
}

extension LedgerAcceptance: ExplainedArgument {
    static let wanted = "\(RunID.wanted), or unseen"

    init?(argument: String) {
        if argument == "unseen" {
            self = .unseen
        } else if let run = RunID(rawValue: argument) {
            self = .run(run)
        } else {
            return nil
        }
    }
}
