package import FoundationEssentials
package import KeyPolicy

/// The content of a run's summary.
package struct RunSummary: Hashable, Codable, Sendable {
    /// An account that could not be read, and why.
    package struct Unknown: Hashable, Codable, Sendable {
        package let account: Account
        package let why: FailureKind

        package init(account: Account, why: FailureKind) {
            self.account = account
            self.why = why
        }
    }

    /// What earlier runs of the last seven days counted.
    package struct Week: Hashable, Codable, Sendable {
        package var notices = 0
        package var deactivated = 0
        package var newKeys = 0
        package var rotated = 0
        /// Percent of the active keys that were within the maximum age, by the first of these runs that counted it.
        package var shareBefore: Int?

        package init() {}
    }

    /// A recipient with keys that have something due.
    package struct Due: Hashable, Codable, Sendable {
        /// One of them, which names the recipient.
        package let held: HeldKey
        package let count: Int

        package init(held: HeldKey, count: Int) {
            self.held = held
            self.count = count
        }
    }

    /// Percent of the active keys that are within the maximum age, rounded down.
    package var share: Int { activeKeys == 0 ? 100 : withinMaximum * 100 / activeKeys }

    package var run: RunID
    package var startedAt: Date
    /// Nil while the run is in progress.
    package var finishedAt: Date?
    /// Somebody asked the run to end before everything was done.
    package var isInterrupted = false
    package var modes: [Mode: Int] = [:]
    package var accounts = 0
    package var unknown: [Unknown] = []
    package var users = 0
    package var activeKeys = 0
    /// Notices planned, and delivered so far, by stage.
    package var noticesPlanned: [Int: Int] = [:]
    package var noticesDelivered = 0
    package var deactivationsPlanned = 0
    package var deactivated = 0
    package var newKeys = 0
    package var rotated = 0
    package var reactivated = 0
    /// Held keys past the age of deactivation, by the reason's code.
    package var held: [HoldReason.Code: Int] = [:]
    /// Those keys, except protected ones and decoys, which are never listed.
    package var heldKeys: [HeldKey] = []
    /// Announced deadlines of the next seven days, by day.
    package var nextDays: [CivilDate: Int] = [:]
    /// Active keys below the age of deactivation.
    package var withinMaximum = 0
    /// The earlier runs of the last seven days.
    package var week = Week()
    /// Whether the week is shown: on Mondays.
    package var showsWeek = false
    /// Who has the most keys with something due, first.
    package var mostDue: [Due] = []
    /// Stops in force.
    package var stops: [Stop] = []
    /// Keys that wait for their turn, by the day on which they are expected to be deactivated.
    package var turns: [Date: Int] = [:]
    /// Whether the limits on deactivations keep up.
    package var pace: DeactivationPace?
    /// Exemptions in force; every report shows them all.
    package var exemptions: [ExemptionInForce] = []
    /// Keys that need somebody's attention.
    package var findings: [Finding] = []
    package var problems: [Problem] = []
    /// Those of the problems that made nothing incomplete, such as a report that could not be used.
    package var remarks: [Problem] = []
    /// The ledger's root hash once the run has ended.
    package var root: String?

    package init(run: RunID, startedAt: Date) {
        self.run = run
        self.startedAt = startedAt
    }
}
