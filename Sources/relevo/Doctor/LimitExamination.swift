import FoundationEssentials
import KeyPolicy
import KeyWatch
import Settings

/// Whether the limits on deactivations keep up with the keys that the last scan saw.
struct LimitExamination {
    let ledger: any DecisionLedger
    let configuration: Configuration
    let now: Date

    func check() async throws -> Check {
        let pace = try await DeactivationPace.reckoned(
            from: ledger, brake: configuration.brake, policy: configuration.policy, now: now)
        let subject = "policy.max-deactivations"
        guard pace.complaints.isEmpty else {
            return .bad(
                "limit", subject, pace.complaints.joined(separator: " "),
                mend: "Raise the limit, or live with the longer queue: nothing is lost, it only takes longer.")
        }
        return .good("limit", subject, pace.sentences.joined(separator: " "))
    }
}
