import ArgumentParser
import Composition
import FoundationEssentials
import KeyPolicy

/// The options of every command that reads accounts.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("account"),
        help: ArgumentHelp("Only this account; may be repeated. A run reports the others as unknown.", valueName: "id"),
        transform: AccountID.read)
    var accounts: [AccountID] = []

    @OptionGroup var general: GeneralOptions

    var config: String? { general.config }
}

/// The options of every command.
struct GeneralOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The configuration file.", valueName: "file"), completion: .file())
    var config: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Write the output to this file instead; only its owner may read it.", valueName: "file"),
        completion: .file())
    var output: String?

    @Flag(help: "Print the result, errors and problems only: no progress and no remarks.")
    var quiet = false

    @Flag(help: "Show every call with its duration and request id.")
    var verbose = false

    @Flag(
        name: .customLong("no-color"),
        help: "No colors; the default if NO_COLOR is set or the output isn't a terminal.")
    var noColor = false

    @Flag(name: .customLong("no-pager"), help: "Don't show long output in a pager.")
    var noPager = false

    func validate() throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose can't be combined.") }
    }
}

/// A value of the command line whose errors say what a valid one looks like.
protocol ExplainedArgument {
    /// A description with an example, as the end of a sentence.
    static var wanted: String { get }

    init?(argument: String)
}

extension ExplainedArgument {
    /// - Throws: `ValidationError`, which the parser puts behind the option and its value.
    static func read(_ text: String) throws -> Self {
        guard let value = Self(argument: text) else { throw ValidationError("Give \(wanted).") }
        return value
    }
}

extension AccountID: ExplainedArgument {
    static let wanted = "an account id of twelve digits, such as 111111111111"

    init?(argument: String) { self.init(rawValue: argument) }
}

/// The instant as of which a command acts; refused unless AWS and Slack are on this machine.
struct ClockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Act as of a day (12:00Z) or instant; only against endpoints on this machine.", valueName: "date"),
        transform: InstantArgument.read)
    var on: InstantArgument?

    /// The composition root on that day. Throws `AppContextError.clockMovedAgainstRealEndpoints`.
    func context(_ common: CommonOptions, _ terminal: Terminal) throws -> AppContext {
        let context = try AppContext(common, terminal, on: on?.date)
        if on != nil, !(try context.factory.isLoopback()) { throw AppContextError.clockMovedAgainstRealEndpoints }
        return context
    }
}

/// The format of standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    /// One JSON object a line; see ``JSONLines``.
    case jsonl
}

/// The format of `scan`'s standard output.
enum ScanFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case jsonl
    case csv
}

/// A reason or a person's name: shown to people and kept forever, so it is neither empty nor longer than a limit.
struct ReasonArgument: ExplainedArgument {
    static let wanted = "one line of at most 500 characters, with a letter or a digit"

    let text: String

    init?(argument: String) {
        let text = argument.trimmedSpaces
        // Without a letter or digit it is no reason; the limit in bytes keeps out stacked combining marks.
        guard text.contains(where: { $0.isLetter || $0.isNumber }), text.count <= 500, text.utf8.count <= 4_000,
            !text.contains(where: \.isNewline)
        else { return nil }
        self.text = text
    }
}
