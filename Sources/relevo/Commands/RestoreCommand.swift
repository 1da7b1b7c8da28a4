import ArgumentParser
import Composition
import KeyPolicy
import KeyWatch
import Settings

/// `relevo restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Reactivates keys that Relevo deactivated, for a limited time.",
        usage: """
            relevo restore <key> --for <time> --reason <text> [<options>]
            relevo restore --run <run-id> --for <time> --reason <text> [<options>]
            """,
        discussion: """
            For emergencies. Relevo notifies the owner and the channel at once, and again if a run takes place in the \
            last four hours. The first run after the end deactivates the key again, if the gate still permits it, and \
            never before the promised day. Without a promise to today's owner, the key stays active and the next round \
            of notices starts as usual. --run restores every key that the run deactivated, even if some of them fail. \
            A key that is already active is not changed and doesn't count as a failure. Two restores in an account in \
            one day stop deactivations there until `relevo resume --account`.

            EXAMPLES
              relevo restore AKIA0123456789ABCDEF --for 24h \\
                  --reason "billing export, OPS-123"
              relevo restore AKIA…CDEF --for 2h --reason "billing export, OPS-123"
              relevo restore --run 20261127t090000z-ab12cd --for 24h \\
                  --reason "outage, INC-42"
            """)

    @Argument(help: ArgumentHelp("The key's id; AKIA…CDEF, as tables print it, is enough.", valueName: "key"))
    var key: String?

    @Option(
        name: .customLong("run"), help: ArgumentHelp("Every key that this run deactivated.", valueName: "run-id"),
        transform: RunID.read)
    var undone: RunID?

    @Option(
        name: .customLong("for"), help: ArgumentHelp("How long: 1h to 14d.", valueName: "time"),
        transform: DurationArgument.read)
    var duration: DurationArgument

    @Option(
        help: ArgumentHelp("Why; shown in each message about it.", valueName: "text"), transform: ReasonArgument.read)
    var reason: ReasonArgument

    @OptionGroup var moved: ClockOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (key == nil) != (undone == nil) else {
            throw ValidationError("Name one key, or give --run for all keys of a run.")
        }
        if let key, AccessKeyID(rawValue: key) == nil, CutText(key) == nil {
            throw ValidationError(
                "\(key) is not the id of an access key. Give it whole, or as tables print it: AKIA…CDEF.")
        }
    }

    func run() async throws {
        try await CommandRunner.run(common) { terminal in
            let context = try moved.context(common, terminal)
            try context.factory.requireSlack()
            return try await context.open(acts: true) { services in
                let ledger = try await context.ledger(services.hub)
                let requests = RestoreRequests(
                    try context.factory.intervention(services, ledger: ledger), restorer: services.restorer)
                let accounts = Set(common.accounts)
                if let undone {
                    let report = try await requests.restore(
                        all: undone, seconds: duration.seconds, reason: reason.text, run: context.run, in: accounts)
                    return RestoredRunText(report).show(context.terminal)
                }
                guard let named = key else { return 64 }
                let key = try await CutNames(inventory: ledger).key(named, in: accounts)
                do {
                    let report = try await requests.restore(
                        key, seconds: duration.seconds, reason: reason.text, run: context.run, in: accounts)
                    return InterventionText(report).show(context.terminal)
                } catch let refusal as InterventionRefusal where refusal.isNoFault {
                    terminal.print(terminal.wrapped("\(refusal)"))
                    return 0
                }
            }
        }
    }
}
