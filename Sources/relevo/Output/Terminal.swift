import AWS
import FoundationEssentials
import KeyWatch
import Slack

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output and standard error as a person sees them.
struct Terminal: Sendable {
    /// Whether standard output is a terminal: then JSON is indented and tables fit its width.
    let isInteractive: Bool
    /// Of standard output, in cells; `Int.max` where it is no terminal: nothing is cut there.
    let width: Int
    private let progressWidth: Int
    private let hasColor: Bool
    private let showsProgress: Bool
    private let isVerbose: Bool

    init(_ options: CommonOptions, environment: [String: String]) {
        isInteractive = isatty(STDOUT_FILENO) == 1
        let isPlain = options.noColor || !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        hasColor = isInteractive && !isPlain
        isVerbose = options.verbose
        showsProgress = isatty(STDERR_FILENO) == 1 && !options.verbose && environment["TERM"] != "dumb"
        width = isInteractive ? Self.columns(STDOUT_FILENO, environment) : Int.max
        progressWidth = Self.columns(STDERR_FILENO, environment)
    }

    /// For tests: of a given width; a pipe has none.
    init(width: Int = Int.max, hasColor: Bool = false) {
        isInteractive = false
        self.width = width
        progressWidth = 80
        self.hasColor = hasColor
        showsProgress = false
        isVerbose = false
    }

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

    /// A sentence for the person, on standard error.
    func remark(_ text: String) { Self.complain(text) }

    static func complain(_ text: String) { StandardError.write("relevo: \(text)\n") }

    /// One line that is written over again and again.
    func show(_ progress: Progress, calls: Int) {
        guard showsProgress else { return }
        let text = ProgressLine.shared.text(progress, calls: calls)
        StandardError.write("\r\u{1B}[K\(text.prefix(max(20, progressWidth - 1)))")
    }

    func endProgress() {
        if showsProgress { StandardError.write("\r\u{1B}[K") }
    }

    /// With `--verbose`: each call to AWS.
    func show(_ attempt: AWSAttempt) {
        guard isVerbose else { return }
        let outcome = attempt.errorCode ?? attempt.status.map { "\($0)" } ?? "no answer"
        let again = attempt.retryIn.map { ", again in \(Int($0 * 1_000)) ms" } ?? ""
        StandardError.write(
            "aws    \(attempt.scope) \(attempt.service) \(attempt.operation) #\(attempt.attempt) \(outcome) "
                + "\(Int(attempt.duration * 1_000)) ms \(attempt.requestID ?? "-")\(again)\n")
    }

    /// With `--verbose`: each call to Slack.
    func show(_ call: SlackAttempt) {
        guard isVerbose else { return }
        StandardError.write(
            "slack  \(call.method) #\(call.attempt) \(call.outcome) \(call.duration) after \(call.waited)\n")
    }

    private static func columns(_ descriptor: Int32, _ environment: [String: String]) -> Int {
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 { return Int(size.ws_col) }
        return environment["COLUMNS"].flatMap { Int($0) }.map { max(40, $0) } ?? 100
    }
}
