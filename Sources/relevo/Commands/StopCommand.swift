import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// `relevo stop`
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops all deactivations immediately, even during a run, until another person resumes them.",
        usage: "relevo stop --reason <text> --by <name> [<options>]",
        discussion: """
            One approver is enough. A run in progress checks for stops before each deactivation, so it deactivates no further \
            key. Notices continue and mention the stop; deadlines don't change. Relevo notifies the channel, now or in the \
            next run, and every summary reports the stop until another person ends it with `relevo resume`.

            EXAMPLES
              relevo stop --reason "outage, INC-42" --by "Luis Paz"
              relevo stop --account 111111111111 --reason "audit until Friday" \\
                  --by "Luis Paz"
            """)

    @Option(help: ArgumentHelp("Why; shown to the channel.", valueName: "text"), transform: ReasonArgument.read)
    var reason: ReasonArgument

    @Option(
        help: ArgumentHelp("Who stops them; shown to the channel.", valueName: "name"), transform: ReasonArgument.read)
    var by: ReasonArgument

    @OptionGroup var moved: ClockOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common) { terminal in
            let context = try moved.context(common, terminal)
            try context.factory.requireSlack()
            return try await context.openForStop { intervention in
                let report = try await StopRequests(intervention, run: context.run)
                    .stop(accounts: Set(common.accounts), reason: reason.text, by: by.text)
                for problem in report.problems { context.terminal.remark(problem) }
                for stop in report.stops {
                    terminal.print(
                        terminal.wrapped("\(stop.madeText) Another person ends it with `\(stop.command)`."))
                }
                return report.problems.isEmpty ? 0 : 3
            }
        }
    }
}

/// `relevo resume`
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Ends a stop: deactivations continue with the next run.",
        usage: "relevo resume [<user>] --reason <text> --by <name> [<options>]",
        discussion: """
            If a person made the stop, somebody else must end it. Any approver can end a stop that Relevo made (too many \
            owners changed or left at once, or two restores in an account in a day). With a user, the command confirms \
            that the user is a machine: earlier notices no longer count, and new ones start. Nobody can confirm their \
            own user.

            EXAMPLES
              relevo resume --reason "outage is over" --by "Rosa Lang"
              relevo resume --account 111111111111 --reason "the tags are right" \\
                  --by "Rosa Lang"
              relevo resume deploy-bot --reason "it is the build server's" \\
                  --by "Rosa Lang"
            """)

    @Argument(help: ArgumentHelp("A user's name, ARN or id, to confirm that it is a machine.", valueName: "user"))
    var user: String?

    @Option(help: ArgumentHelp("Why; shown to the channel.", valueName: "text"), transform: ReasonArgument.read)
    var reason: ReasonArgument

    @Option(help: ArgumentHelp("Who resumes; shown to the channel.", valueName: "name"), transform: ReasonArgument.read)
    var by: ReasonArgument

    @OptionGroup var moved: ClockOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common) { terminal in
            let context = try moved.context(common, terminal)
            try context.factory.requireSlack()
            return try await context.open(acts: true) { services in
                let report = try await StopRequests(
                    try context.factory.intervention(services, ledger: try await context.ledger(services.hub)),
                    run: context.run
                ).resume(user: user, accounts: Set(common.accounts), reason: reason.text, by: by.text)
                for problem in report.problems { context.terminal.remark(problem) }
                for stop in report.stops { terminal.print(terminal.wrapped(stop.endedText)) }
                return report.problems.isEmpty ? 0 : 3
            }
        }
    }
}
