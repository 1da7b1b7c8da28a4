package import AWS

/// One call that a run will make, tried out.
package struct ProbedCall: Sendable {
    package enum Outcome: Sendable {
        case allowed
        /// AWS refused it, or it went wrong.
        case refused(AWSError)
        /// It could not be tried, and why.
        case untried(String)
    }

    /// As policies name it, such as `iam:ListAccessKeys`.
    package let action: String
    package let outcome: Outcome

    package init(action: String, outcome: Outcome) {
        self.action = action
        self.outcome = outcome
    }
}
