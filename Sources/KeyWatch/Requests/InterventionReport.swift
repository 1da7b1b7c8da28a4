package import KeyPolicy

/// How an intervention ended.
package struct InterventionReport: Sendable {
    package let action: PlannedAction
    package let outcome: ActionOutcome
    /// Sentences about words that did not arrive; the next run tells them.
    package internal(set) var problems: [String]
    /// Stops that follow from it.
    package internal(set) var stops: [Stop] = []

    package init(action: PlannedAction, outcome: ActionOutcome, problems: [String]) {
        self.action = action
        self.outcome = outcome
        self.problems = problems
    }
}
