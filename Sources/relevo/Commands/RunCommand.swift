import ArgumentParser
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
            """)

    @Flag(help: "Print the plan and do nothing; the same as `relevo plan`.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("Run as of a day or instant; only against endpoints on this machine.", valueName: "date"))
    var on: InstantArgument?

    @Option(help: "table or json.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Ending.run(common) {
            guard !dryRun else { return try await PlanPrinting(common, format, on: on?.date).run() }
            return try await reallyRun()
        }
    }

    private func reallyRun() async throws -> Int32 {
        let door = try Door(common, on: on?.date)
        guard door.configuration.slack != nil else { throw DoorError.slackMissing }
        if on != nil, !(try door.isLoopback()) { throw DoorError.clockMovedAgainstRealEndpoints }
        return try await door.open(acts: true) { outside in
            let ledger = try door.ledgerForRunning()
            let report = try await door.watch(outside, ledger: ledger)
                .run(door.run, version: Relevo.version, only: Set(common.accounts))
            door.terminal.endProgress()
            for problem in report.plan.accounts.compactMap(\.complaint) + report.summary.problems {
                door.terminal.remark(problem)
            }
            // Held by the brake is a run that went well; a partial one is not.
            if report.exitReasons.exitStatus != 3, let problem = await outside.heartbeat?.beat(report) {
                door.terminal.remark(problem)
            }
            switch format {
            case .json: print(try PlanDocument(report).json(pretty: door.terminal.isInteractive))
            case .table: print(RunText(report).text(door.terminal))
            }
            return report.exitReasons.exitStatus
        }
    }
}
