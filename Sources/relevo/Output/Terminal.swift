import AWS
import Composition
import FoundationEssentials
import KeyWatch
import Logging
import Slack
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output and standard error, as a terminal or a pipe shows them.
struct Terminal: Sendable {
    /// Whether standard output is a terminal: then JSON is indented and tables fit its width.
    let isInteractive: Bool
    /// The width of standard output in cells; `Int.max` if it isn't a terminal: then nothing is cut.
    let width: Int
    /// What the command prints.
    let output: CommandOutput
    private let progressWidth: Int
    private let hasColor: Bool
    private let showsProgress: Bool
    private let isVerbose: Bool
    private let isQuiet: Bool

    /// - Parameter pages: whether long output may be shown in a pager.
    init(_ options: GeneralOptions, pages: Bool, environment: [String: String]) throws(OutputError) {
        output = try CommandOutput(options, pages: pages, environment: environment)
        isInteractive = output.isTerminal
        let isPlain = options.noColor || !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        hasColor = isInteractive && !isPlain
        isVerbose = options.verbose
        isQuiet = options.quiet
        showsProgress =
            isatty(STDERR_FILENO) == 1 && !options.verbose && !options.quiet && environment["TERM"] != "dumb"
        width = isInteractive ? Self.columns(STDOUT_FILENO, environment) : Int.max
        progressWidth = Self.columns(STDERR_FILENO, environment)
    }

    /// For tests: of a given width; a pipe has none.
    init(width: Int = Int.max, hasColor: Bool = false) {
        isInteractive = false
        output = CommandOutput()
        self.width = width
        progressWidth = 80
        self.hasColor = hasColor
        showsProgress = false
        isVerbose = false
        isQuiet = false
    }

    /// Data, to standard output or where `--output` says.
    func print(_ text: String) { output.print(text) }

    enum Style: String {
        case strong = "1"
        case faint = "2"
        case bad = "31"
        case good = "32"
        case warning = "33"
    }

    func styled(_ text: String, _ style: Style) -> String {
        hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A line that begins with a mark. Names and answers in it are foreign text.
    func marked(_ mark: String, _ style: Style, _ text: String) -> String {
        styled(mark, style) + wrapped("\(mark) \(TextTable.plain(text))").dropFirst(mark.count)
    }

    /// A problem, on standard error.
    func remark(_ text: String) { Self.complain(text) }

    /// A sentence that nobody has to act on, on standard error; nothing with `--quiet`.
    func note(_ text: String) { if !isQuiet { Self.complain(text) } }

    static func complain(_ text: String) {
        let width = isatty(STDERR_FILENO) == 1 ? TerminalSize.columns(STDERR_FILENO) : nil
        StandardError.write(LineWrapping(width: width ?? Int.max).text("relevo: \(text)") + "\n")
    }

    /// Writes to standard error: errors only, unless `--verbose` is given.
    var logger: Logger {
        var logger = Logger(label: "relevo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = isVerbose ? .debug : .error
        return logger
    }

    /// Shows the work on this terminal: its progress in one line, and with `--verbose` each call.
    var observer: WorkObserver {
        WorkObserver(
            awsCall: { show($0) }, slackCall: { show($0) }, progress: { show($0, calls: $1) })
    }

    /// Overwrites one line.
    private func show(_ progress: Progress, calls: Int) {
        guard showsProgress else { return }
        let text = ProgressLine.shared.text(progress, calls: calls)
        StandardError.write("\r\u{1B}[K\(text.prefix(max(20, progressWidth - 1)))")
    }

    func endProgress() {
        if showsProgress { StandardError.write("\r\u{1B}[K") }
    }

    /// With `--verbose`: each call to AWS.
    private func show(_ attempt: AWSAttempt) {
        guard isVerbose else { return }
        let outcome = attempt.errorCode ?? attempt.status.map { "\($0)" } ?? "no answer"
        let again = attempt.retryIn.map { ", again in \(Int($0 * 1_000)) ms" } ?? ""
        StandardError.write(
            "aws    \(attempt.scope) \(attempt.service) \(attempt.operation) #\(attempt.attempt) \(outcome) "
                + "\(Int(attempt.duration * 1_000)) ms \(attempt.requestID ?? "-")\(again)\n")
    }

    /// With `--verbose`: each call to Slack.
    private func show(_ call: SlackAttempt) {
        guard isVerbose else { return }
        StandardError.write(
            "slack  \(call.method) #\(call.attempt) \(call.outcome) \(call.duration) after \(call.waited)\n")
    }

    /// `COLUMNS` if it is set, as other programs take it, else what the terminal says.
    private static func columns(_ descriptor: Int32, _ environment: [String: String]) -> Int {
        if let named = environment["COLUMNS"].flatMap({ Int($0) }), named > 0 { return max(40, named) }
        return TerminalSize.columns(descriptor) ?? 100
    }
}

extension Terminal {
    /// Breaks a line between words where the terminal is too narrow; in a pipe the line stays whole.
    func wrapped(_ text: String) -> String { LineWrapping(width: width).line(text) }
}

/// A run's progress as one line.
final class ProgressLine: Sendable {
    static let shared = ProgressLine()

    private struct State {
        var accounts = 0
        var done = 0
    }

    private let state = Mutex(State())

    func text(_ progress: Progress, calls: Int) -> String {
        switch progress {
        case .accountsFound(let count):
            state.withLock { $0 = State(accounts: count, done: 0) }
            return "scanning 0/\(count) accounts"
        case .accountScanned:
            let (done, all) = state.withLock { state in
                state.done += 1
                return (state.done, state.accounts)
            }
            return "scanning \(done)/\(all) accounts · \(calls) calls"
        case .deciding: return "deciding · \(calls) calls"
        case .sending(let done, let all): return "notifying \(done)/\(all) recipients"
        case .deactivating(let done, let all): return "deactivating \(done)/\(all) keys"
        case .closing: return "closing"
        }
    }
}
