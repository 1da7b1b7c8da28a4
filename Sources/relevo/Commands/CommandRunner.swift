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

/// Ends a command: what went wrong becomes a sentence on standard error and the contract's exit status.
enum CommandRunner {
    static func run(_ options: CommonOptions, _ body: () async throws -> Int32) async throws {
        let status: Int32
        do {
            status = try await body()
        } catch let refusal as WatchRefusal {
            Terminal.complain("\(refusal)")
            switch refusal {
            case .leaseHeld(_, since: nil): return
            // Nobody may take it for a day on which all was done.
            case .leaseHeld: throw ExitCode(3)
            case .noSuchAccount, .nothingHeld, .releaseTooLate, .notBehind, .noDoubt: throw ExitCode(64)
            case .clockWentBack, .clockContradicted, .ledgerBehind: throw ExitCode(1)
            }
        } catch let interruption as Interruption {
            Terminal.complain("\(interruption)")
            throw ExitCode(Signals.exitStatus)
        } catch let refusal as InterventionRefusal {
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
    /// 64 for what was asked wrongly, 1 for what stands against it.
    fileprivate var status: Int32 {
        switch self {
        case .unknownKey, .unknownUser, .severalUsers, .notAhead, .noSuchExemption, .messageTooLong, .exemptionTooLong,
            .unknownAccount, .notStopped, .nothingDeactivated:
            64
        case .notDeactivatedByRelevo, .notInactive, .changed, .unsettled, .leaseHeld, .leaseLost,
            .approverIsOwner, .stoppedByThemselves:
            1
        }
    }
}

/// SIGINT and SIGTERM: the first one asks the work to end at the next point where it can, a second one ends the process at
/// once, as a kill would; the ledger goes on from either.
enum Signals {
    /// The first signal that came; 0 while none has.
    private static let first = Atomic<Int32>(0)

    /// From now on. Until then a signal ends the process, as nothing was begun.
    static func watch() {
        _ = first.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] { _ = signal(number, received) }
    }

    static let endRequest = EndRequest(
        isMade: { first.load(ordering: .relaxed) != 0 },
        made: {
            while first.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(200)) }
        })

    /// What a command ends with that was asked to end: 130 or 143.
    static var exitStatus: Int32 { 128 + max(first.load(ordering: .relaxed), SIGINT) }

    /// Only what a signal handler may do: an atomic, a write, an exit.
    private static let received: @convention(c) (Int32) -> Void = { number in
        guard Signals.first.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged else {
            _exit(128 + number)
        }
        let text: StaticString = "\nrelevo: ending as soon as that is safe; the same again ends it at once.\n"
        text.withUTF8Buffer { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
