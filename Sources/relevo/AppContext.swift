import Composition
import FoundationEssentials
import KeyPolicy
import KeyWatch
import ProcessCredentials
import SQLiteLedger
import Settings

/// The command line's composition root: reads the configuration file, opens the ledger, and connects the terminal to the
/// shared services.
struct AppContext {
    let factory: ServiceFactory
    let terminal: Terminal

    var configuration: Configuration { factory.configuration }
    var run: RunID { factory.run }
    var now: Date { factory.now }

    /// Throws `SettingsError`. `mode` takes the place of the configuration's; for previews only.
    init(_ options: CommonOptions, _ terminal: Terminal, on: Date? = nil, mode: Mode? = nil) throws {
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
        return try await factory.openForStop(ledger: { try ledger() }, body)
    }

    /// Opens the ledger that the configuration names.
    func ledger() throws -> SQLiteLedger { try SQLiteLedger(path: ledgerPath) }

    /// The ledger for a run. A new one is reported: it may be new because another one was not found.
    func ledgerForRunning() throws -> SQLiteLedger {
        let isNew = !FileManager.default.fileExists(atPath: try ledgerPath)
        let ledger = try ledger()
        if isNew {
            terminal.remark("The ledger \(ledger.place) is new: it has no record of any message.")
        }
        return ledger
    }

    /// The ledger for a preview: one that can't be written is worked around and reported.
    func ledgerForPreview() throws -> (ledger: any Ledger, isWritable: Bool) {
        do {
            return (try ledger(), true)
        } catch LedgerError.readOnly(let place) {
            return try unwritableLedger(place, why: "can't be written")
        } catch LedgerError.full(let place) {
            return try unwritableLedger(place, why: "can't be written because its disk is full")
        } catch LedgerError.cannotOpen(let place, let why) {
            terminal.remark(
                "The ledger \(place) can't be opened (\(why)): this preview assumes that nobody was ever notified.")
            return (InMemoryLedger(), true)
        }
    }

    private func unwritableLedger(_ place: String, why: String) throws -> (ledger: any Ledger, isWritable: Bool) {
        terminal.note("The ledger \(place) \(why): what is read now is not stored, and the next scan reads it again.")
        do {
            return (try ledgerForReading(), false)
        } catch let error as LedgerError where error.isAboutPlace {
            // SQLite can't read a ledger in a folder where it can't create its shared memory.
            terminal.remark("It can't be read there either: this preview assumes that nobody was ever notified.")
            return (InMemoryLedger(), true)
        }
    }

    /// Opens the ledger only to read it, without creating or changing anything.
    func ledgerForReading() throws -> SQLiteLedger { try SQLiteLedger(path: ledgerPath, access: .readOnly) }

    private var ledgerPath: String {
        get throws {
            guard case .sqlite(let path) = configuration.ledger else { throw AppContextError.ledgerKindMissing }
            return path
        }
    }
}

extension LedgerError {
    /// Whether the ledger itself may be good, but can't be used where it is.
    fileprivate var isAboutPlace: Bool {
        switch self {
        case .cannotOpen, .readOnly, .full: true
        case .fenced, .notALedger, .newer, .damaged, .failed: false
        }
    }
}

/// Why the command line can't continue.
enum AppContextError: Error, CustomStringConvertible {
    case ledgerKindMissing
    case clockMovedAgainstRealEndpoints
    case notInLedger(String)
    case accountNotInLedger(AccountID, known: [AccountID])
    case ambiguous(String, [String])
    case untilTooEarly(end: String, start: String)
    case untilTooLate(end: String, most: Int)
    case ledgerUnsound(Int)

    var description: String {
        switch self {
        case .ledgerKindMissing: "This version keeps its ledger in SQLite only. Use `ledger: sqlite:PATH`."
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
        case .ledgerKindMissing, .clockMovedAgainstRealEndpoints, .notInLedger, .accountNotInLedger, .ambiguous,
            .untilTooEarly, .untilTooLate:
            64
        case .ledgerUnsound: 1
        }
    }
}
