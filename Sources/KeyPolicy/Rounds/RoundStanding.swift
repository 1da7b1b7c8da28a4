package import FoundationEssentials

/// Where a key's current round stands at an instant: whether it goes on, what it promised, what is due in it.
package struct RoundStanding: Hashable, Sendable {
    /// What the outside says today, which may end a round that the ledger still holds open.
    package struct Today: Hashable, Sendable {
        package let now: Date
        package let recipient: Recipient
        package let isBinding: Bool
        package let isExempt: Bool
        /// When the last exemption of the key that is over ended: what was said before it counts no longer, whether or not
        /// a run fell into it.
        package let exemptionEnded: Date?
        /// When an approver last confirmed that the user is a machine, which it wasn't before.
        package let machineConfirmed: Date?
        /// When a promise lapses that would lapse at the given instant: later where a stop held the key.
        private let stopped: Stopped?

        private struct Stopped: Hashable, Sendable {
            let user: User
            let stops: Stops
        }

        package init(
            now: Date, recipient: Recipient, isBinding: Bool, isExempt: Bool, exemptionEnded: Date? = nil,
            user: User? = nil, stops: Stops = Stops()
        ) {
            self.now = now
            self.recipient = recipient
            self.isBinding = isBinding
            self.isExempt = isExempt
            self.exemptionEnded = exemptionEnded
            machineConfirmed = user.flatMap { $0.owner.type == .machine ? stops.confirmedMachine($0) : nil }
            stopped = user.map { Stopped(user: $0, stops: stops) }
        }

        func lapse(_ instant: Date, days: Int) -> Date {
            stopped.map { $0.stops.lapse(instant, of: $0.user, days: days) } ?? instant
        }

        /// What the configuration and the user's tags make of a key today.
        ///
        /// - Parameter gateNow: the earlier of our clock and AWS's, which exemptions are judged by.
        package init(
            of key: AccessKeyID, user: User, recipient: Recipient, mode: Mode, policy: Policy, now: Date, gateNow: Date
        ) {
            let refusal = Gate.standingRefusal(of: key, user: user, mode: mode, policy: policy, now: gateNow)
            self.init(
                now: now, recipient: recipient, isBinding: refusal == nil, isExempt: refusal?.leavesAlone ?? false,
                exemptionEnded: policy.exemptions(of: user, key: key).filter { !$0.holds(at: gateNow) }
                    .compactMap(\.until).max(), user: user, stops: policy.stops)
        }
    }

    /// Why the round ends today, if it does and the ledger doesn't know yet.
    package let endsNow: RoundEnd?
    /// The number that the next notice carries.
    package let round: Int
    /// Notices delivered in that round so far; empty in a new one.
    package let delivered: [KeyHistory.Told]
    package let promise: KeyPromise?
    /// Whether the copy of every binding notice, and whatever is owed from earlier rounds, has reached the security channel.
    package let isMirrored: Bool

    package init(_ history: KeyHistory, today: Today, policy: Policy) {
        let open = history.ended == nil ? history.delivered : []
        endsNow = Self.end(of: open, history: history, today: today, policy: policy)
        let goesOn = history.round > 0 && history.ended == nil && endsNow == nil
        round = goesOn ? history.round : history.round + 1
        delivered = goesOn ? open : []

        let binding = delivered.filter(\.notice.binding)
        let isRestoreMirrored = history.restore.map { $0.told.contains(.security) } ?? true
        isMirrored =
            !binding.isEmpty && binding.allSatisfy { $0.mirror != nil } && history.uncopied.isEmpty && isRestoreMirrored
        if let deadline = binding.map(\.notice.deadline).max(),
            let first = binding.compactMap({ $0.delivery?.at }).min()
        {
            // What may have been read counts as told, so a try whose answer was lost never shortens anything.
            let latest = max(deadline, history.latestDeadline ?? .distantPast)
            promise = KeyPromise(deadline: latest, recipient: today.recipient, firstBindingDelivery: first)
        } else {
            promise = nil
        }
    }

    private static func end(
        of delivered: [KeyHistory.Told], history: KeyHistory, today: Today, policy: Policy
    ) -> RoundEnd? {
        // Word of which nobody knows yet whether it arrived must not come to count once the exemption is over.
        if today.isExempt, history.ended == nil, history.notices.contains(where: \.mayHaveBeenRead) { return .exempted }
        guard !delivered.isEmpty else { return nil }
        if let ended = today.exemptionEnded, delivered.contains(where: { $0.delivery.map { $0.at < ended } ?? false }) {
            return .exempted
        }
        if let gap = policy.gap, delivered.contains(where: { $0.delivery.map { $0.at < gap.at } ?? false }) {
            return .ledgerGap
        }
        if let confirmed = today.machineConfirmed,
            delivered.contains(where: { $0.delivery.map { $0.at < confirmed } ?? false })
        {
            return .machineConfirmed
        }
        if delivered.contains(where: { $0.notice.recipient != today.recipient }) { return .recipientChanged }
        if let restore = history.restore, today.now >= restore.until, !restore.told.contains(today.recipient) {
            return .restoreUntold
        }
        if today.isBinding, delivered.contains(where: { !$0.notice.binding }) { return .beganToBind }
        if let deadline = delivered.filter(\.notice.binding).map(\.notice.deadline).max() {
            let counted =
                [deadline, history.lastHeldByBrake, history.restore?.until].compactMap(\.self).max() ?? deadline
            let lapse = today.lapse(
                Days.after(policy.promiseValidDays, counted), days: policy.promiseValidDays)
            if today.now >= lapse { return .promiseLapsed }
        }
        return nil
    }
}
