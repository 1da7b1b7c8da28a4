import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// `relevo restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Switches keys that Relevo deactivated on again, for a while.",
        discussion: """
            For when something important stands still. Owner and channel are told at once, and once more four hours before \
            the end if a run falls there. The first run after the end deactivates the key again, never before the day that \
            was promised, if everything that must hold for a deactivation still does. Where nothing was promised, as to \
            another owner, the key stays on and the next round of notices begins as usual. With --run, \
            every key that a run deactivated, whatever becomes of the others. Two restores in an account in one day stop \
            deactivations there until `relevo resume --account`.

            EXAMPLES
              relevo restore AKIA0123456789ABCDEF --for 24h --reason "billing export, OPS-123"
              relevo restore --run 20261127t090000z-ab12cd --for 24h --reason "outage, INC-42"
            """)

    @Argument(help: ArgumentHelp("The key's id.", valueName: "key"))
    var key: AccessKeyID?

    @Option(name: .customLong("run"), help: ArgumentHelp("Every key that this run deactivated.", valueName: "run-id"))
    var undone: RunID?

    @Option(name: .customLong("for"), help: ArgumentHelp("How long: 1h to 14d.", valueName: "time"))
    var duration: DurationArgument

    @Option(help: ArgumentHelp("Why; shown to everybody who is told.", valueName: "text"))
    var reason: ReasonArgument

    @OptionGroup var moved: ClockOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (key == nil) != (undone == nil) else {
            throw ValidationError("Name one key, or give --run for all keys of a run.")
        }
    }

    func run() async throws {
        try await CommandRunner.run(common) {
            let context = try moved.context(common)
            try context.factory.requireSlack()
            return try await context.open(acts: true) { services in
                let ledger = try context.ledger()
                let restoring = RestoreRequests(
                    try context.factory.intervention(services, ledger: ledger), restorer: services.restorer)
                let accounts = Set(common.accounts)
                if let undone {
                    let report = try await restoring.restore(
                        all: undone, seconds: duration.seconds, reason: reason.text, run: context.run, in: accounts)
                    return RestoredRunText(report).show(context.terminal)
                }
                guard let key else { return 64 }
                let report = try await restoring.restore(
                    key, seconds: duration.seconds, reason: reason.text, run: context.run, in: accounts)
                return InterventionText(report).show(context.terminal)
            }
        }
    }
}

extension AccessKeyID: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}
