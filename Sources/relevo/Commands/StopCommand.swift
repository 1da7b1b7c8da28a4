import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// `relevo stop`
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Deactivates nothing until somebody else resumes; at once, also in the middle of a run.",
        discussion: """
            One approver is enough. A run that is under way asks before each deactivation, so not one more follows. Notices \
            go on and say so, and deadlines stand. The channel is told, and every summary says it, until another person \
            ends it with `relevo resume`. What can't be told now is told by the next run.

            EXAMPLES
              relevo stop --reason "outage, INC-42" --by "Luis Paz"
              relevo stop --account 111111111111 --reason "audit until Friday" --by "Luis Paz"
            """)

    @Option(help: ArgumentHelp("Why; told to the channel.", valueName: "text"))
    var reason: ReasonArgument

    @Option(help: ArgumentHelp("Who stops it; told to the channel.", valueName: "name"))
    var by: ReasonArgument

    @OptionGroup var moved: ClockOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common) {
            let context = try moved.context(common)
            try context.factory.requireSlack()
            return try await context.openForStop { intervention in
                let report = try await StopRequests(intervention, run: context.run)
                    .stop(accounts: Set(common.accounts), reason: reason.text, by: by.text)
                for problem in report.problems { context.terminal.remark(problem) }
                for stop in report.stops { print("\(stop.what). `\(stop.command)` by somebody else ends it.") }
                return report.problems.isEmpty ? 0 : 3
            }
        }
    }
}

/// `relevo resume`
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Ends a stop: deactivations go on with the next run.",
        discussion: """
            What a person stopped, another one resumes. What Relevo stopped itself (too many owners who changed at once, two \
            restores of an account in a day) any approver resumes. With a user, confirms that it is a machine: what its owner \
            was told before counts no longer, and new notices begin. Nobody does that for a user of their own.

            EXAMPLES
              relevo resume --reason "outage is over" --by "Rosa Lang"
              relevo resume --account 111111111111 --reason "the tags are right" --by "Rosa Lang"
              relevo resume deploy-bot --reason "it is the build server's" --by "Rosa Lang"
            """)

    @Argument(help: ArgumentHelp("A user's name, ARN or id, to confirm that it is a machine.", valueName: "user"))
    var user: String?

    @Option(help: ArgumentHelp("Why; told to the channel.", valueName: "text"))
    var reason: ReasonArgument

    @Option(help: ArgumentHelp("Who resumes; told to the channel.", valueName: "name"))
    var by: ReasonArgument

    @OptionGroup var moved: ClockOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common) {
            let context = try moved.context(common)
            try context.factory.requireSlack()
            return try await context.open(acts: true) { services in
                let report = try await StopRequests(
                    try context.factory.intervention(services, ledger: try context.ledger()), run: context.run
                ).resume(user: user, accounts: Set(common.accounts), reason: reason.text, by: by.text)
                for problem in report.problems { context.terminal.remark(problem) }
                for stop in report.stops { print("Ended: \(stop.text)") }
                return report.problems.isEmpty ? 0 : 3
            }
        }
    }
}
