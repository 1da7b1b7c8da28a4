import ArgumentParser
import Composition
import FoundationEssentials
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

/// The day on which a command that changes something acts, where nothing real can come of it.
struct ClockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Act as of a day (12:00Z) or instant; only against endpoints on this machine.", valueName: "date"))
    var on: InstantArgument?

    /// The composition root on that day. Throws `AppContextError.clockMovedAgainstRealEndpoints`.
    func context(_ common: CommonOptions) throws -> AppContext {
        let context = try AppContext(common, on: on?.date)
        if on != nil, !(try context.factory.isLoopback()) { throw AppContextError.clockMovedAgainstRealEndpoints }
        return context
    }
}

/// How data is written to standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
}

/// How `scan` writes it.
enum ScanFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
}

/// Why somebody does it, or who they are: shown to people and kept for ever, so neither empty nor endless.
struct ReasonArgument: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        let text = argument.trimmedSpaces
        // A reason that nobody can read is none; one of towers of marks is kept out of the ledger.
        guard text.contains(where: { $0.isLetter || $0.isNumber }), text.count <= 500, text.utf8.count <= 4_000,
            !text.contains(where: \.isNewline)
        else { return nil }
        self.text = text
    }
}
