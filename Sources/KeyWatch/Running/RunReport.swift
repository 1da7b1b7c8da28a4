import KeyPolicy

/// How a run ended.
package struct RunReport: Sendable {
    package let plan: Plan
    /// By `PlannedAction.id`.
    package let outcomes: [String: ActionOutcome]
    package let summary: RunSummary

    package init(plan: Plan, outcomes: [String: ActionOutcome], summary: RunSummary) {
        self.plan = plan
        self.outcomes = outcomes
        self.summary = summary
    }

    /// Why the exit status is what it is; empty for 0.
    package var exitReasons: [ExitReason] {
        var reasons: Set<ExitReason> = []
        if plan.accounts.contains(where: { !$0.isComplete }) { reasons.insert(.accountUnknown) }
        if !Set(summary.problems).isSubset(of: summary.remarks) { reasons.insert(.problem) }
        if outcomes.values.contains(where: { if case .failed = $0 { true } else { false } }) {
            reasons.insert(.actionFailed)
        }
        if !plan.alarmed.isEmpty { reasons.insert(.alarm) }
        if summary.isInterrupted { reasons.insert(.interrupted) }
        if plan.isStoppedByItself { reasons.insert(.stopped) }
        return reasons.sorted { $0.rawValue < $1.rawValue }
    }
}
