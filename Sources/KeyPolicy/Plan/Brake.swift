package import FoundationEssentials

/// Limits deactivations in any 24 hours: more due than it allows, and none is done.
package struct Brake: Sendable {
    /// A deactivation that the ledger holds, for counting.
    package struct Past: Hashable, Sendable {
        package let account: AccountID
        package let at: Date

        package init(account: AccountID, at: Date) {
            self.account = account
            self.at = at
        }
    }

    package static let window: Double = 86_400

    package let maxDeactivations: Int
    package let maxPercent: Int
    /// The configuration's own limit for an account.
    package let perAccount: [AccountID: Int]

    package init(maxDeactivations: Int, maxPercent: Int, perAccount: [AccountID: Int]) {
        self.maxDeactivations = maxDeactivations
        self.maxPercent = maxPercent
        self.perAccount = perAccount
    }

    /// Splits what is due into what may go on and what the brake holds.
    ///
    /// - Parameters:
    ///   - past: deactivations of the last 24 hours, over all runs.
    ///   - activeKeys: active keys per account, as scanned.
    ///   - released: keys that somebody looked at and let through; what goes by their leave still counts for the others.
    package func sort(
        _ all: [PlannedAction], past: [Past], activeKeys: [AccountID: Int], released: Set<KeyAddress> = [], now: Date
    ) -> (go: [PlannedAction], held: [(action: PlannedAction, reason: HoldReason)]) {
        let freed = all.filter { released.contains($0.address) }
        let due = all.filter { !released.contains($0.address) }
        let recent =
            past.filter { $0.at > now.addingTimeInterval(-Self.window) }
            + freed.map { Past(account: $0.account.id, at: now) }
        var go: [PlannedAction] = []
        var held: [(PlannedAction, HoldReason)] = []
        for (account, actions) in Dictionary(grouping: due, by: \.account.id).sorted(by: { $0.key < $1.key }) {
            let done = recent.filter { $0.account == account }.count
            let limit = perAccount[account].map { max(0, $0 - done) } ?? Int.max
            let active = activeKeys[account] ?? 0
            let share = actions.count >= 5 ? active * maxPercent / 100 : Int.max
            let allowed = min(limit, share)
            if actions.count > allowed {
                held += actions.map { ($0, .brake(due: actions.count, allowed: allowed)) }
            } else {
                go += actions
            }
        }
        let allowed = max(0, maxDeactivations - recent.count)
        guard go.count > allowed else { return (freed + go, held) }
        held += go.map { ($0, .brake(due: go.count, allowed: allowed)) }
        return (freed, held)
    }
}
