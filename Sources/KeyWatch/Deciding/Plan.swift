package import FoundationEssentials
package import KeyPolicy

/// What would be done now, and what is held, with a reason for each: a value that `plan` prints and `run` carries out.
package struct Plan: Hashable, Codable, Sendable {
    package let at: Date
    package var actions: [PlannedAction] = []
    package var held: [HeldKey] = []
    /// Facts that were found and are recorded before anything is done.
    package var observations: [Observation] = []
    /// In force today, whether or not their keys are old.
    package var exemptions: [ExemptionInForce] = []
    package var findings: [Finding] = []
    /// The findings that the channel gets as a list, once a week: users whose owners can't be reached. Empty on days
    /// without the list.
    package var weeklyList: [Finding] = []
    package var missingCopies: [MissingChannelCopy] = []
    /// Stops in force, with those that this plan makes.
    package var stops: [Stop] = []
    /// Stops that a run makes before it acts on the plan.
    package var newStops: [Stop] = []
    /// Those of the stops in force that wait for an approver to confirm that a user is a machine, as it is today.
    package var unconfirmed: [Stop] = []
    /// People with active keys who have left since a run last asked, with the accounts of their users.
    package var leavers: [Recipient: Set<AccountID>] = [:]
    /// Users whose owner, or whose owner's reachability, differs from what a run last decided with; a run stores the
    /// new state.
    package var changedOwners: [UserInventory] = []
    package var accounts: [ScanOutcome]
    /// Accounts whose first complete scan this is.
    package var firstSeen: [AccountID: Date] = [:]
    /// Accounts that are no longer watched and were not reported yet.
    package var left: [AbsentAccount] = []
    package var users = 0
    package var activeKeys = 0
    /// The age in whole days of the oldest active key of an engineer; nil if there is none.
    package var oldestEngineerKey: Int?
    /// Of the active keys, those below the age of deactivation.
    package var withinMaximum = 0
    /// The deadlines that are announced and not carried out yet, with those of this plan's notices.
    package var deadlines: [Date] = []
    package var problems: [Problem] = []

    package init(at: Date, accounts: [ScanOutcome]) {
        self.at = at
        self.accounts = accounts
    }

    /// Names the week's list among the outcomes of a run, as `PlannedAction.id` names an action.
    package static let weeklyListID = "weeklyList"

    /// The event that records whom the week's list names; nil on days without it.
    ///
    /// - Parameter at: when its message was queued.
    func listed(at: Date) -> NewEvent? {
        guard !weeklyList.isEmpty else { return nil }
        return .run(.unreachableNamed(users: weeklyList.compactMap(\.user?.id)), at: at)
    }

    /// The same without the actions of these ids, which were carried out already.
    func without(_ ids: some Sequence<String>) -> Plan {
        let done = Set(ids)
        var plan = self
        plan.actions.removeAll { done.contains($0.id) }
        return plan
    }

    /// The same with who did what is announced, by the action's id.
    func with(_ activities: [String: KeyActivityLookup]) -> Plan {
        var plan = self
        for index in plan.actions.indices { plan.actions[index].activity = activities[plan.actions[index].id] }
        return plan
    }

    package var notices: [PlannedAction] { actions.filter { $0.notice != nil } }

    package var deactivations: [PlannedAction] { actions.filter(\.isDeactivation) }

    /// Those in force; of users who must be confirmed to be machines, only those that are still unconfirmed.
    func inForce(_ stops: Stops) -> [Stop] {
        stops.standing.filter { !$0.waitsForConfirmation || unconfirmed.contains($0) || newStops.contains($0) }
    }

    /// Whether anything is held because Relevo stopped an account itself. A person's stop is intended.
    package var isStoppedByItself: Bool {
        held.contains {
            if case .stopped(let stop) = $0.reason { stop.isAutomatic && !stop.waitsForConfirmation } else { false }
        }
    }

    /// Whether the limits on deactivations keep up; nil before it is computed.
    package var pace: DeactivationPace?

    /// Accounts in which not everything that was due could be done, no matter for which key: the next run expects what
    /// became due there meanwhile.
    ///
    /// - Parameter failed: accounts in which a deactivation was tried and didn't happen.
    package func unserved(failed: Set<AccountID>) -> [AccountID] {
        let closed = held.filter(\.reason.closesAccount).map(\.account.id)
        let unknown = accounts.filter { !$0.isComplete }.map(\.account.id)
        return failed.union(closed).union(unknown).sorted()
    }

    /// Whether anything is done or sent, waits for its turn or is stopped by the alarm.
    package var isBusy: Bool { !actions.isEmpty || !weeklyList.isEmpty || !turns.isEmpty || !alarmed.isEmpty }

    /// How many keys are held only because it is outside working hours.
    var heldByHours: Int { held.filter { $0.reason == .outsideWorkingHours }.count }

    /// Keys that the alarm stops.
    package var alarmed: [HeldKey] { held.filter { if case .alarm = $0.reason { true } else { false } } }

    /// Keys that wait for their turn, by the day on which each is expected to be deactivated.
    package var turns: [Date: Int] {
        held.reduce(into: [:]) { days, held in
            if case .rate(let expected) = held.reason { days[expected, default: 0] += 1 }
        }
    }
}
