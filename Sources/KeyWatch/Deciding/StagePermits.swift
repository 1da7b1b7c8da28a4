import FoundationEssentials
import KeyPolicy

/// Gives the permits of one stage of deactivations, with one effective policy and one set of shared Slack ids.
///
/// Both are read from the whole ledger, so they are made once. People can stop, resume and exempt during a run:
/// before each permit the inbox is looked up, and both are made again if it has new events.
actor StagePermits {
    private let planner: Planner
    private let plan: Plan
    private var basis: Basis?

    /// - Parameter planner: as configured, without what the ledger has.
    init(planner: Planner, plan: Plan) {
        self.planner = planner
        self.plan = plan
    }

    private struct Basis: Sendable {
        /// After `remembering()`.
        let planner: Planner
        let shared: Set<SlackUserID>
        /// The last event of the inbox: stops, exemptions, and their ends.
        let inbox: Int
    }

    /// Asks the gate with the user and key as they are in AWS now.
    func permit(
        for action: PlannedAction, as current: User
    ) async throws -> Result<DeactivationPermit, HeldBack> {
        while true {
            let basis = try await latestBasis()
            let answer = try await basis.planner.permit(for: action, as: current, plan: plan, shared: basis.shared)
            // Slack may have taken its time: somebody may have stopped or exempted meanwhile.
            guard case .success = answer, try await planner.ledger.lastInInbox() != basis.inbox else { return answer }
        }
    }

    private func latestBasis() async throws -> Basis {
        // Looked up before the rest is read: what is written in between makes the next permit read again.
        let inbox = try await planner.ledger.lastInInbox()
        if let basis, basis.inbox == inbox { return basis }
        let made = Basis(
            planner: try await planner.remembering(),
            shared: try await planner.sharedSlackIDs(seen: plan.accounts, left: plan.left), inbox: inbox)
        basis = made
        return made
    }
}
