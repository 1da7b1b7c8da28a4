import AWS
import Composition
import FoundationEssentials
import KeyWatch
import Settings

/// Why an event could not be served, as Lambda and Step Functions get it: its kind decides whether it is tried again.
struct FunctionError: Error, Hashable {
    /// The state machine (Deploy/relevo.asl.json) names these.
    enum Kind: String, Encodable {
        /// Another call holds the ledger's lease, for at most a minute after it was killed.
        case leaseHeld = "LeaseHeld"
        /// May work later.
        case failed = "Failed"
        /// Somebody must do something first.
        case refused = "Refused"
    }

    let kind: Kind
    /// A sentence for the person who can act.
    let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    init(_ error: any Error) {
        let isKnown = error is any CustomStringConvertible
        self.init(
            Self.kind(of: error),
            isKnown ? "\(error)" : "The event could not be served (\(error)). It can be sent again.")
    }

    private static func kind(of error: any Error) -> Kind {
        switch error {
        case WatchRefusal.leaseHeld(_, since: nil), InterventionRefusal.leaseHeld, InterventionRefusal.leaseLost,
            LedgerError.fenced:
            .leaseHeld
        case is Interruption, LedgerError.failed: .failed
        case is WatchRefusal, is InterventionRefusal, is LedgerError, is SettingsError, is EventProblem: .refused
        case MessengerError.refused: .refused
        case let error as CompositionError: error.isUsage ? .refused : .failed
        case let error as AWSError:
            error.kind == .configuration || error.kind == .credentials || error.isAccessDenied ? .refused : .failed
        default: .failed
        }
    }

    private struct Payload: Encodable {
        let errorType: Kind
        let errorMessage: String
    }

    func json() throws -> String { try AnswerJSON.text(Payload(errorType: kind, errorMessage: message)) }
}
