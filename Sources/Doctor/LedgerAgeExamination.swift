import Composition
import KeyPolicy
import KeyWatch
import Settings

/// Checks whether the ledger is the newest, by what its runs left in the security channel.
struct LedgerAgeExamination {
    private static let id = "ledger-age"

    private let context: any DoctorContext
    private let clients: HTTPClients

    init(_ context: any DoctorContext, clients: HTTPClients) {
        self.context = context
        self.clients = clients
    }

    /// Nothing where there is no ledger yet; `LedgerExamination` reports one that can't be opened.
    func checks() async -> [Check] {
        guard let ledger = try? await context.ledgerForReading(clients) else { return [] }
        do {
            let messenger = try await context.factory.messenger(clients, hub: nil, acts: false)
            let finding = try await RollbackDetector(
                ledger: ledger, messenger: messenger, policy: context.configuration.policy
            ).detect(at: context.now)
            // `LedgerExamination` names a doubt that a run recorded.
            if finding.behind == nil, finding.doubt != nil, try await LedgerDoubt.open(in: ledger) != nil { return [] }
            return [check(finding, context.ledgerPlace)]
        } catch {
            return [
                .unknown(Self.id, context.ledgerPlace, "is not checked: \(error)", fix: Fix.again)
            ]
        }
    }

    private func check(_ finding: RollbackDetector.Finding, _ place: String) -> Check {
        if let behind = finding.behind {
            return .bad(
                Self.id, place,
                "is an older copy: the security channel has run \(behind.run), which this ledger doesn't contain.",
                fix:
                    "Continue with the newest ledger. If it is lost, `relevo run --accept-ledger \(behind.run)` continues "
                    + "with this one.")
        }
        if let doubt = finding.doubt {
            return .bad(
                Self.id, place, "may not be the newest: \(doubt). Until that is known, runs deactivate nothing.",
                fix: Fix.channel)
        }
        return .good(Self.id, place, "is the newest one that appears in the security channel.")
    }
}
