import KeyPolicy

/// The result of a run.
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

    /// Whether nobody has to act on one of the summary's problems.
    package func isRemark(_ problem: Problem) -> Bool { summary.remarks.contains(problem) }

    /// Why the exit status is what it is; empty for 0.
    package var exitReasons: [ExitReason] {
        var reasons: Set<ExitReason> = []
        if plan.accounts.contains(where: { !$0.isComplete }) { reasons.insert(.accountUnknown) }
        if !summary.problems.allSatisfy(isRemark) { reasons.insert(.problem) }
        if outcomes.values.contains(where: { if case .failed = $0 { true } else { false } }) {
            reasons.insert(.actionFailed)
        }
        if !plan.alarmed.isEmpty { reasons.insert(.alarm) }
        if summary.isInterrupted { reasons.insert(.interrupted) }
        if plan.isStoppedByItself { reasons.insert(.stopped) }
        return reasons.sorted { $0.rawValue < $1.rawValue }
    }
}

/// The outcome of one planned action.
package enum ActionOutcome: Hashable, Codable, Sendable {
    case delivered
    case done
    case failed(String)
    case skipped(String)

    package var name: String {
        switch self {
        case .delivered: "delivered"
        case .done: "done"
        case .failed: "failed"
        case .skipped: "skipped"
        }
    }

    package var error: String? {
        switch self {
        case .delivered, .done: nil
        case .failed(let why), .skipped(let why): why
        }
    }
}

/// A reason for an exit status other than 0.
package enum ExitReason: String, Codable, Hashable, Sendable {
    case accountUnknown
    case actionFailed
    case problem
    case alarm
    /// The run was asked to end (SIGINT or SIGTERM).
    case interrupted
    /// Relevo stopped deactivations itself, and keys are held for it.
    case stopped

    package var status: Int32 {
        switch self {
        case .accountUnknown, .actionFailed, .problem: 3
        case .alarm, .stopped: 4
        // 128 + SIGINT, as in shells; the command line knows which signal it was.
        case .interrupted: 130
        }
    }
}

extension Sequence<ExitReason> {
    /// Of several the first by the contract's order counts: interrupted (130) before partial (3) before stopped by the
    /// alarm (4) before done (0).
    package var exitStatus: Int32 {
        let statuses = Set(map(\.status))
        return [130, 3, 4].first(where: statuses.contains) ?? 0
    }
}
