import FoundationEssentials
import KeyPolicy

/// Carries out deactivations, key by key.
struct DeactivationStage: Sendable {
    let journal: RunJournal
    let sender: OutboxSender
    let composer: any Composer
    let deactivator: any KeyDeactivator
    let planner: Planner
    let clock: RunClock
    let plan: Plan
    let progress: ProgressHandler
    /// The run's summary, in whose thread the channel is told.
    var summary: Delivery?

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var problems: [Problem] = []
        /// What the gate refused at the last moment.
        var held: [HoldReason] = []
    }

    func carryOut() async throws -> Result {
        var result = Result()
        let permits = StagePermits(planner: planner, plan: plan)
        let due = plan.deactivations.sorted { $0.address < $1.address }
        for (index, action) in due.enumerated() {
            guard case .deactivate(let round, let promise) = action.kind else { continue }
            guard !clock.isEndAsked else { break }
            let done = try await DeactivationStep(
                journal: journal, sender: sender, composer: composer, deactivator: deactivator, clock: clock,
                action: action, summary: summary
            ).carryOut(
                intent: .deactivationIntended(round: round, promise: promise), at: plan.at,
                say: { .deactivated($0, audience: $1) },
                permit: { try await permits.permit(for: action, as: $0) })
            result.outcomes[action.id] = done.outcome
            result.problems += done.problems
            if let held = done.held {
                result.held.append(held)
                result.problems += try await problem(skippedAgain: action)
            }
            progress(.deactivating(done: index + 1, of: due.count))
        }
        let changed = due.filter { result.outcomes[$0.id] == .done }.map(\.user)
        for (account, users) in Dictionary(grouping: changed, by: \.account).sorted(by: { $0.key < $1.key }) {
            try await planner.ledger.forgetListing(of: Set(users.map(\.id)), in: account, fence: journal.fence)
        }
        return result
    }

    /// A problem when the action was skipped at the last moment for the second time in a row.
    private func problem(skippedAgain action: PlannedAction) async throws -> [Problem] {
        let events = try await planner.ledger.keyEvents(of: action.user.id, in: action.user.account)
        guard let skips = RepeatedSkip(of: action.key.id, in: events) else { return [] }
        return [
            Problem(
                .deactivationSkippedAgain, about: .key(action.key.id, in: action.account.id),
                "The deactivation of \(action.key.id.masked) (\(action.user.name) in \(action.account.id)) was planned and "
                    + "then skipped at the last moment in \(skips.runs) runs in a row. \(skips.reason)")
        ]
    }
}

/// Deactivations of one key that were planned and then skipped at the last moment, in several runs in a row.
///
/// Once is normal: something changed between the plan and the call. Twice is not: the plan and the last reading
/// contradict each other, and the key would be held forever without a report.
struct RepeatedSkip: Hashable, Sendable {
    /// How many runs in a row tried, the last one included.
    let runs: Int
    let reason: String

    /// Nil when the last attempt succeeded, is open, or was the first of its round to be skipped.
    ///
    /// - Parameter events: all about the user, oldest first.
    init?(of key: AccessKeyID, in events: [LedgerEvent]) {
        var tries: [(round: Int, run: RunID, failure: String?)] = []
        for event in events where event.key == key {
            switch event.body {
            case .key(.deactivationIntended(let round, _)): tries.append((round, event.run, nil))
            case .key(.deactivationFailed(let reason)):
                if !tries.isEmpty { tries[tries.count - 1].failure = reason }
            case .key(.deactivated): tries = []
            default: break
            }
        }
        guard let last = tries.last, let reason = last.failure else { return nil }
        let runs = Set(tries.reversed().prefix { $0.round == last.round && $0.failure != nil }.map(\.run))
        guard runs.count > 1 else { return nil }
        self.runs = runs.count
        self.reason = reason
    }
}
