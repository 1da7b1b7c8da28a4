import FoundationEssentials
import KeyPolicy

/// Carries out what was promised, key by key.
struct DeactivationStage: Sendable {
    let journal: RunJournal
    let telling: OutboxSender
    let composer: any Composer
    let deactivator: any KeyDeactivator
    let decide: Planner
    let clock: RunClock
    let plan: Plan
    let progress: ProgressHandler

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var problems: [String] = []
        /// What the gate turned away at the last moment.
        var held: [HoldReason] = []
    }

    func carryOut() async throws -> Result {
        var result = Result()
        let due = plan.deactivations.sorted { $0.address < $1.address }
        for (index, action) in due.enumerated() {
            guard case .deactivate(let round, let promise) = action.kind else { continue }
            guard !clock.isEndAsked else {
                result.outcomes[action.id] = .skipped(Interruption.skipped)
                continue
            }
            let done = try await DeactivationStep(
                journal: journal, telling: telling, composer: composer, deactivator: deactivator, clock: clock,
                action: action
            ).carryOut(
                intent: .deactivationIntended(round: round, promise: promise), at: plan.at,
                say: { .deactivated($0, audience: $1) },
                permit: { try await decide.permit(for: action, as: $0, plan: plan) })
            result.outcomes[action.id] = done.outcome
            result.problems += done.problems
            if let held = done.held {
                result.held.append(held)
                result.problems += try await problem(skippedAgain: action)
            }
            progress(.deactivating(done: index + 1, of: due.count))
        }
        return result
    }

    /// Skipped at the last moment for the second time in a row: somebody has to look.
    private func problem(skippedAgain action: PlannedAction) async throws -> [String] {
        let events = try await decide.ledger.keyEvents(of: action.user.id, in: action.user.account)
        guard let skips = RepeatedSkip(of: action.key.id, in: events) else { return [] }
        return [
            "The deactivation of \(action.key.id.masked) (\(action.user.name) in \(action.account.id)) was planned and then "
                + "skipped at the last moment in \(skips.runs) runs in a row. \(skips.reason)"
        ]
    }
}
