import AWS
import ArgumentParser
import Composition
import KeyWatch
import Settings

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
        case .unknownKey, .unknownUser, .severalUsers, .notAhead, .noSuchExemption, .wordsTooLong, .exemptionTooLong,
            .unknownAccount, .notStopped, .nothingDeactivated:
            64
        case .notDeactivatedByRelevo, .notInactive, .changed, .unsettled, .leaseHeld, .leaseLost,
            .approverIsOwner, .stoppedByThemselves:
            1
        }
    }
}
