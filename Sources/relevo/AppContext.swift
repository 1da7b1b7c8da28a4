import Composition
import Doctor
import FoundationEssentials
import KeyPolicy
import KeyWatch
import ProcessCredentials
import Settings

/// The command line's composition root: reads the configuration file, and connects the terminal to the
/// shared services.
struct AppContext: DoctorContext {
    let factory: ServiceFactory
    let terminal: Terminal

    var configuration: Configuration { factory.configuration }
    var run: RunID { factory.run }
    var now: Date { factory.now }

    /// Throws `SettingsError`. `mode` takes the place of the configuration's; for previews only.
    init(_ options: CommonOptions, _ terminal: Terminal, on: Date? = nil, mode: Mode? = nil) throws {
        try self.init(options.general, terminal, on: on, mode: mode)
    }

    init(_ options: GeneralOptions, _ terminal: Terminal, on: Date? = nil, mode: Mode? = nil) throws {
        let environment = ProcessInfo.processInfo.environment
        let zones = SystemZones(environment: environment)
        var configuration = try ConfigurationFile(option: options.config, environment: environment)
            .load { zones.zone(named: $0) }
        if let mode { configuration.mode = mode }
        self.terminal = terminal
        factory = ServiceFactory(
            configuration: configuration, environment: environment, version: Relevo.version, on: on,
            logger: terminal.logger, observer: terminal.observer,
            processes: SubprocessRunner(), end: Signals.endRequest)
    }

    /// Runs `body` with every external service; from here on SIGINT and SIGTERM end the work at the next safe point.
    ///
    /// - Parameter acts: whether people will be notified; a preview opens no conversations.
    func open<Value>(acts: Bool = false, _ body: (ExternalServices) async throws -> Value) async throws -> Value {
        Signals.watch()
        return try await factory.open(acts: acts, body)
    }

    /// Runs `body` with what `relevo stop` needs; SIGINT and SIGTERM as in `open`.
    func openForStop<Value>(_ body: (Intervention) async throws -> Value) async throws -> Value {
        Signals.watch()
        return try await factory.openForStop(ledger: { try await ledger($0) }, body)
    }
}

/// Why the command line can't continue.
enum AppContextError: Error, CustomStringConvertible {
    case clockMovedAgainstRealEndpoints
    case notInLedger(String)
    case accountNotInLedger(AccountID, known: [AccountID])
    case ambiguous(String, [String])
    case untilTooEarly(end: String, start: String)
    case untilTooLate(end: String, most: Int)
    case ledgerUnsound(Int)

    var description: String {
        switch self {
        case .clockMovedAgainstRealEndpoints:
            "`--on` moves the clock that decides, so it is refused unless AWS and Slack are both on this machine. "
                + "Use `relevo plan --on` for a preview of another day."
        case .notInLedger(let subject):
            "The ledger has no user and no key “\(subject)”. Give a user's name as IAM has it, a user id (AIDA…) or a "
                + "key's id (AKIA…)."
        case .accountNotInLedger(let id, let known):
            "The ledger has no account \(id).\(NearestMatch.hint(id.rawValue, in: known.map(\.rawValue)))"
        case .ambiguous(let subject, let found):
            "“\(subject)” matches \(found.count) users and keys: \(found.prefix(10).joined(separator: ", "))"
                + (found.count > 10 ? ", …" : "") + ". Give the whole name or id."
        case .untilTooEarly(let end, let start):
            "A forecast can't cover the past: --until \(end) is before the forecast begins (\(start)). Give a later "
                + "day."
        case .untilTooLate(let end, let most):
            "A forecast covers at most \(most) days, so --until \(end) is too late. Give an earlier day."
        case .ledgerUnsound(let faults):
            "The ledger is not intact: \(faults) \(faults == 1 ? "fault" : "faults"). Keep this file as it is, find "
                + "out who changed it, and continue with an intact copy."
        }
    }

    /// 64 when the configuration or the command line is wrong, 1 when something failed.
    var status: Int32 {
        switch self {
        case .clockMovedAgainstRealEndpoints, .notInLedger, .accountNotInLedger, .ambiguous, .untilTooEarly,
            .untilTooLate:
            64
        case .ledgerUnsound: 1
        }
    }
}
