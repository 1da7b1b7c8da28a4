import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// `relevo retire`
struct RetireCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Deactivates an idle key before its day, because its owner agreed.",
        discussion: """
            Only where Relevo offered it to the owner, the owner agreed, the key was not used for two days and its successor \
            was. Whoever is said to have agreed must be who answers for the key today, and is told at once.

            EXAMPLES
              relevo retire AKIA0123456789ABCDEF --agreed-by U0123ABCD --reason "agreed in the channel, 27 November"
            """)

    @Argument(help: ArgumentHelp("The key's id.", valueName: "key"))
    var key: AccessKeyID

    @Option(help: ArgumentHelp("The Slack id of the owner who agreed.", valueName: "slack-id"))
    var agreedBy: SlackUserID

    @Option(help: ArgumentHelp("Where and how they agreed; shown to everybody who is told.", valueName: "text"))
    var reason: ReasonArgument

    @OptionGroup var moved: ClockOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await CommandRunner.run(common) {
            let context = try moved.context(common)
            try context.factory.requireSlack()
            return try await context.open(acts: true) { services in
                let ledger = try context.ledger()
                let report = try await RetirementRequests(
                    try context.factory.intervention(services, ledger: ledger), deactivator: services.deactivator
                ).retire(key, agreedBy: agreedBy, reason: reason.text, run: context.run, in: Set(common.accounts))
                return InterventionText(report).show(context.terminal)
            }
        }
    }
}

extension SlackUserID: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}
