package import Composition
import FoundationEssentials
import KeyPolicy
package import KeyWatch
import Settings

/// What a program gives its doctor: its services, and its ledger, which is only read.
package protocol DoctorContext: Sendable {
    var factory: ServiceFactory { get }

    /// Whether AWS reports changes of keys as they happen, which needs a CloudTrail trail in each account.
    var wantsTrail: Bool { get }

    /// The ledger, as errors name it: a path, or `dynamodb:TABLE`.
    var ledgerPlace: String { get }

    /// Runs `body` with the ledger, without creating or changing anything.
    func readLedger<Value>(_ body: (any Ledger) async throws -> Value) async throws -> Value

    /// The ledger, with the clients that are open already.
    func ledgerForReading(_ clients: HTTPClients) async throws -> any Ledger
}

extension DoctorContext {
    package var wantsTrail: Bool { false }

    var configuration: Configuration { factory.configuration }

    var run: RunID { factory.run }

    var now: Date { factory.now }
}
