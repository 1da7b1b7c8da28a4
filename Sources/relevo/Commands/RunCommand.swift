import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// `relevo run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "The daily watch: scan, decide, tell, deactivate what was promised, remember.",
        discussion: """
            Meant to be run once a day; more often changes nothing. What is sent depends on `mode`: `report` posts the \
            summary only, `notify` also tells owners what would happen, `enforce` also deactivates.

            EXAMPLES
              relevo run --dry-run             the exact plan, and nothing done
              relevo run
              relevo run --format json         the plan with what became of each action
              relevo run --release-brake 20261127t090000z-ab12cd   let through what the alarm stopped in that run
            """)

    @Flag(help: "Print the plan and do nothing; the same as `relevo plan`.")
    var dryRun = false

    @OptionGroup var moved: ClockOptions

    @Option(
        help: ArgumentHelp(
            "Let exactly what the alarm stopped in that run through, at most max-deactivations a day; each key passes the gate again.",
            valueName: "run-id"))
    var releaseBrake: RunID?

    @Option(
        help: ArgumentHelp(
            "Go on although that run is unknown to this ledger, or, with `unseen`, although the channel can't be read: "
                + "everybody is told anew.", valueName: "run-id|unseen"))
    var acceptLedger: LedgerAcceptance?

    @Option(help: "table or json.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if dryRun, releaseBrake != nil || acceptLedger != nil {
            throw ValidationError(
                "--release-brake and --accept-ledger change the ledger, so they don't go with --dry-run.")
        }
    }

    func run() async throws {
        try await CommandRunner.run(common) {
            guard !dryRun else { return try await PlanPrinting(common, format, on: moved.on?.date).run() }
            return try await reallyRun()
        }
    }

    private func reallyRun() async throws -> Int32 {
        let context = try moved.context(common)
        try context.factory.requireSlack()
        return try await context.open(acts: true) { services in
            let ledger = try context.ledgerForRunning()
            let report = try await context.factory.watch(services, ledger: ledger)
                .run(
                    context.run, version: Relevo.version,
                    orders: RunOrders(only: Set(common.accounts), release: releaseBrake, accept: acceptLedger))
            context.terminal.endProgress()
            for problem in report.plan.accounts.compactMap(\.complaint) + report.summary.problems {
                context.terminal.remark(problem)
            }
            // Stopped by the alarm is a run that went well; a partial or interrupted one is not.
            if [0, 4].contains(report.exitReasons.exitStatus), let problem = await services.heartbeat?.beat(report) {
                context.terminal.remark(problem)
            }
            switch format {
            case .json: print(try PlanDocument(report).json(pretty: context.terminal.isInteractive))
            case .table: print(RunText(report).text(context.terminal))
            }
            return report.summary.isInterrupted ? Signals.exitStatus : report.exitReasons.exitStatus
        }
    }
}

extension RunID: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}

extension LedgerAcceptance: ExpressibleByArgument {
    package init?(argument: String) {
        if argument == "unseen" {
            self = .unseen
        } else if let run = RunID(rawValue: argument) {
            self = .run(run)
        } else {
            return nil
        }
    }
}
