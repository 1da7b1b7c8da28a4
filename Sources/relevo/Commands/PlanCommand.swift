import ArgumentParser
import KeyWatch

/// `relevo plan`
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "What a run would do, and what is held, with a reason for each.",
        discussion: """
            Scans and decides as a run would, tells nobody and changes nothing. With --on it decides as of that day, \
            with the keys as they are now, and remembers nothing. With --until it forecasts: who would be told and what \
            would be deactivated on each day ahead if Relevo ran daily, every message arrived and nobody acted.

            EXAMPLES
              relevo plan
              relevo plan --until 2026-03-31
              relevo plan --until 2026-03-31 --show-messages
              relevo plan --on 2026-03-12 --format json
            """)

    @Option(help: ArgumentHelp("Decide as of a day (12:00Z) or an ISO instant.", valueName: "date"))
    var on: InstantArgument?

    @Option(help: ArgumentHelp("Forecast each day up to the end of this one, a year at the most.", valueName: "date"))
    var until: EndArgument?

    @Flag(name: .customLong("show-messages"), help: "With --until or alone: the exact messages that would be sent.")
    var showMessages = false

    @Option(help: "table or json.")
    var format: OutputFormat = .table

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common) {
            try await PlanPrinting(
                common, format, on: on?.date, until: until, showsMessages: showMessages
            ).run()
        }
    }
}
