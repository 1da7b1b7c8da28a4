package import FoundationEssentials
package import KeyPolicy

/// What would be done now, and what is held with a reason for each: a value that `plan` prints and `run` carries out.
package struct Plan: Sendable {
    package let at: Date
    package var actions: [PlannedAction] = []
    package var held: [HeldKey] = []
    /// Facts that came to light and are written down before anything is done.
    package var observations: [Observation] = []
    /// In force today, whether or not their keys are old.
    package var exemptions: [ExemptionInForce] = []
    package var findings: [Finding] = []
    package var owedCopies: [OwedCopy] = []
    package var accounts: [ScanOutcome]
    /// Accounts whose first complete scan this is.
    package var firstSeen: [AccountID: Date] = [:]
    /// Accounts that are no longer watched, of which nobody was told yet.
    package var left: [AbsentAccount] = []
    package var users = 0
    package var activeKeys = 0
    package var problems: [String] = []

    package init(at: Date, accounts: [ScanOutcome]) {
        self.at = at
        self.accounts = accounts
    }

    package var notices: [PlannedAction] { actions.filter { $0.notice != nil } }

    package var deactivations: [PlannedAction] {
        actions.filter { if case .deactivate = $0.kind { true } else { false } }
    }

    /// Whether anything is held by the brake.
    package var isBraked: Bool { held.contains { $0.reason.code == "brake" } }
}
