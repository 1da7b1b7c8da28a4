import ArgumentParser
import KeyPolicy

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"), completion: .file())
    var config: String?

    @Option(
        name: .customLong("account"),
        help: ArgumentHelp("Only this account; may be repeated. The others are unknown.", valueName: "id"))
    var accounts: [AccountID] = []

    @Flag(help: "Show every call with its duration and request id.")
    var verbose = false

    @Flag(name: .customLong("no-color"), help: "No colours; also with NO_COLOR set, and away from terminals.")
    var noColor = false
}

extension AccountID: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}
