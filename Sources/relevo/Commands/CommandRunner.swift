import AWS
import ArgumentParser
import Composition
import FoundationEssentials
import KeyWatch
import Settings
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs a command's body, gives its output to where it belongs, and turns its errors into a sentence on standard error
/// and the exit status.
enum CommandRunner {
    static func run(
        _ options: CommonOptions, pages: Bool = false, _ body: (Terminal) async throws -> Int32
    ) async throws {
        try await run(options.general, pages: pages, body)
    }

    /// - Parameter pages: whether long output may be shown in a pager, which waits for a person: only commands that
    ///   change nothing.
    static func run(
        _ options: GeneralOptions, pages: Bool = false, _ body: (Terminal) async throws -> Int32
    ) async throws {
        let status: Int32
        do {
            let terminal = try Terminal(options, pages: pages, environment: ProcessInfo.processInfo.environment)
            status = try await terminal.output.closing { try await body(terminal) }
            if let path = options.output, path != "-" { terminal.note("Written to \(path).") }
        } catch let error as OutputError {
            Terminal.complain("\(error)")
            throw ExitCode(error.status)
        } catch let refusal as WatchRefusal {
            Terminal.complain("\(refusal)")
            switch refusal {
            case .leaseHeld(_, since: nil), .overtaken, .settingsChanged: return
            // A day on which nothing ran must not look like a successful one.
            case .leaseHeld: throw ExitCode(3)
            case .noSuchAccount, .nothingHeld, .releaseTooLate, .notBehind, .noDoubt, .stageMissing:
                throw ExitCode(64)
            case .clockWentBack, .clockContradicted, .ledgerBehind, .channelPublic, .channelShared: throw ExitCode(1)
            }
        } catch let interruption as Interruption {
            Terminal.complain("\(interruption)")
            throw ExitCode(Signals.exitStatus)
        } catch let refusal as InterventionRefusal {
            Terminal.complain("\(refusal)")
            throw ExitCode(refusal.status)
        } catch let refusal as LedgerCopyRefusal {
            Terminal.complain("\(refusal)")
            throw ExitCode(refusal.status)
        } catch let error as LedgerError where error.isLostLease {
            Terminal.complain("\(error)")
            return
        } catch let error as SettingsError {
            Terminal.complain("\(error)")
            throw ExitCode(64)
        } catch let error as CompositionError {
            Terminal.complain("\(error)")
            throw ExitCode(error.isUsage ? 64 : 1)
        } catch let error as AppContextError {
            Terminal.complain("\(error)")
            throw ExitCode(error.status)
        } catch let error as AWSError where error.kind == .configuration {
            Terminal.complain("\(error)")
            throw ExitCode(64)
        } catch let code as ExitCode {
            throw code
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(1)
        }
        if status != 0 { throw ExitCode(status) }
    }
}

extension InterventionRefusal {
    /// 0 for what is so already, 64 for an invalid request, 1 for a valid one that can't be carried out.
    fileprivate var status: Int32 {
        switch self {
        case .activeAlready: 0
        case .unknownKey, .unknownUser, .severalUsers, .notAhead, .noSuchExemption, .messageTooLong, .exemptionTooLong,
            .unknownAccount, .notStopped, .nothingDeactivated:
            64
        case .notDeactivatedByRelevo, .notInactive, .changed, .unsettled, .leaseHeld, .leaseLost,
            .approverIsOwner, .stoppedByThemselves:
            1
        }
    }
}

extension LedgerCopyRefusal {
    /// 64 for a wrong FROM or TO, 1 for what may work later, or with another copy.
    fileprivate var status: Int32 {
        switch self {
        case .sameLedger, .nothingToCopy, .notEmpty: 64
        case .leaseHeld, .leaseLost, .damaged, .unreadable, .keepsChanging, .differs: 1
        }
    }
}

/// SIGINT and SIGTERM: the first one asks the work to end at the next safe point, a second one ends the process at once, like
/// a kill; the next run continues from either.
enum Signals {
    /// The first signal that arrived; 0 before that.
    private static let first = Atomic<Int32>(0)

    /// Starts to watch. Before that a signal ends the process, since no work has started.
    static func watch() {
        _ = first.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] { _ = signal(number, received) }
    }

    static let endRequest = EndRequest(
        isMade: { first.load(ordering: .relaxed) != 0 },
        made: {
            while first.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(200)) }
        })

    /// The exit status of a command that was asked to end: 130 or 143.
    static var exitStatus: Int32 { 128 + max(first.load(ordering: .relaxed), SIGINT) }

    /// Does only what a signal handler may do: an atomic, a write, an exit.
    private static let received: @convention(c) (Int32) -> Void = { number in
        guard Signals.first.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged else {
            _exit(128 + number)
        }
        let text: StaticString = "\nrelevo: ending as soon as it is safe; a second signal ends Relevo immediately.\n"
        text.withUTF8Buffer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
