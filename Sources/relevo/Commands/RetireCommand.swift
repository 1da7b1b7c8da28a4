import ArgumentParser
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
        try await Ending.run(common) {
            let door = try moved.door(common)
            guard door.configuration.slack != nil else { throw DoorError.slackMissing }
            return try await door.open(acts: true) { outside in
                let ledger = try door.ledger()
                let report = try await Retiring(
                    try door.intervention(outside, ledger: ledger), deactivator: outside.deactivator
                ).retire(key, agreedBy: agreedBy, reason: reason.text, run: door.run, in: Set(common.accounts))
                return InterventionText(report).show(door.terminal)
            }
        }
    }
}

extension SlackUserID: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}
