package import FoundationEssentials

/// The state of a key's current round at an instant: whether it continues, what it promised, what is due in it.
package struct RoundState: Hashable, Sendable {
    /// Today's facts, which may end a round that is still open in the ledger.
    package struct Today: Hashable, Sendable {
        package let now: Date
        package let recipient: Recipient
        /// Earlier choices who can't be reached, according to Slack.
        package let passedOver: Set<Recipient>
        package let isBinding: Bool
        /// How an exempt key's round ends: `exempted` or `exemptedByTags`; nil for a key that isn't exempt.
        package let exemption: RoundEnd?
        /// When the key's last exemption by an approver ended: earlier notices no longer count, whether or not a run
        /// happened meanwhile.
        package let exemptionEnded: Date?
        /// The security channel's id: messages in another channel had another recipient. Nil where it isn't known.
        package let securityChannel: String?
        /// What other ledgers promised in the key's account.
        package let floor: LedgerFloor?
        /// When an approver last confirmed that the user is a machine, which it wasn't before.
        package let machineConfirmed: Date?
        /// Why the owner can't be reached; nil where they can.
        package let unreachable: UnreachableReason?
        /// Whether the key is left active for that reason.
        package let isHeldForOwner: Bool

        package init(
            now: Date, recipient: Recipient, passedOver: Set<Recipient> = [], unreachable: UnreachableReason? = nil,
            isHeldForOwner: Bool = false, isBinding: Bool,
            exemption: RoundEnd? = nil, exemptionEnded: Date? = nil, securityChannel: String? = nil, user: User? = nil,
            stops: Stops = Stops(), floor: LedgerFloor? = nil
        ) {
            self.now = now
            self.recipient = recipient
            self.passedOver = passedOver
            self.unreachable = unreachable
            self.isHeldForOwner = isHeldForOwner
            self.isBinding = isBinding
            self.exemption = exemption
            self.exemptionEnded = exemptionEnded
            self.securityChannel = securityChannel
            self.floor = floor
            machineConfirmed = user.flatMap { $0.owner.type == .machine ? stops.confirmedMachine($0) : nil }
        }

        /// Today's facts about a key, from the configuration and the user's tags.
        ///
        /// - Parameters:
        ///   - history: says whether the key is overdue: then its owner's tags no longer exempt it.
        ///   - gateNow: the earlier of our clock and AWS's, which exemptions are judged by.
        package init(
            of key: AccessKeyID, user: User, history: KeyHistory, addressee: Addressee, mode: Mode, policy: Policy,
            now: Date, gateNow: Date, securityChannel: String? = nil
        ) {
            let refusal = Gate.historyRefusal(
                of: key, user: user, addressee: addressee, history: history, mode: mode, policy: policy, now: gateNow)
            let exemption: RoundEnd? =
                switch refusal {
                case .exempt(let exemption): exemption.source == .tags ? .exemptedByTags : .exempted
                case let other?: other.leavesAlone ? .exempted : nil
                case nil: nil
                }
            self.init(
                now: now, recipient: addressee.recipient, passedOver: Set(addressee.passedOver.keys),
                unreachable: addressee.fallback, isHeldForOwner: refusal?.code == .ownerUnreachable,
                isBinding: refusal == nil, exemption: exemption,
                exemptionEnded: policy.granted(to: user)
                    .filter { $0.source != .tags && $0.names(user, key: key) && !$0.holds(at: gateNow) }
                    .compactMap(\.until).max(), securityChannel: securityChannel, user: user, stops: policy.stops,
                floor: policy.floor(in: user.account))
        }
    }

    /// Why the round ends today, if it does and the ledger doesn't know yet.
    package let endsNow: RoundEnd?
    /// The number that the next notice carries.
    package let round: Int
    /// Notices delivered in that round so far; empty in a new one.
    package let delivered: [KeyHistory.Told]
    package let promise: KeyPromise?
    /// Whether it is the round of the last notice: one message; nothing that an owner can change moves its deadline.
    package let isLast: Bool
    /// What other ledgers promised in the key's account: nothing is deactivated and no deadline announced before it.
    package let floor: LedgerFloor?
    /// Why the owner can't be reached, where that counts: not once a last notice reached somebody else than the channel
    /// that stands in for them.
    package let unreachable: UnreachableReason?
    /// Whether every binding notice has its channel copy, and no copy is missing from earlier rounds.
    package let hasChannelCopies: Bool

    package init(_ history: KeyHistory, today: Today, policy: Policy) {
        let open = history.ended == nil ? history.delivered : []
        floor = today.floor
        endsNow = Self.end(of: open, history: history, today: today, policy: policy)
        let goesOn = history.round > 0 && history.ended == nil && endsNow == nil
        round = goesOn ? history.round : history.round + 1
        delivered = goesOn ? open : []
        isLast = delivered.isEmpty ? history.wantsLastNotice(policy) && today.isBinding : history.isInLastRound
        let heard = history.lastNoticeTold.union(delivered.map(\.notice.recipient))
        let hasTold = isLast && !delivered.isEmpty && !heard.subtracting([.security, today.recipient]).isEmpty
        unreachable = hasTold ? nil : today.unreachable

        let binding = delivered.filter(\.notice.isBinding)
        let hasCopyOfRestore = history.restore.map { $0.told.contains(.security) } ?? true
        hasChannelCopies =
            !binding.isEmpty && binding.allSatisfy { $0.hasChannelCopy(in: today.securityChannel) }
            && history.withoutChannelCopy.isEmpty && hasCopyOfRestore
        if let deadline = binding.map(\.notice.deadline).max(),
            let first = binding.compactMap({ $0.delivery?.at }).min()
        {
            // A deadline that may have been read counts, so an attempt whose answer was lost never shortens anything.
            let latest = max(deadline, history.latestDeadline ?? .distantPast)
            let told = isLast ? history.lastNoticeTold.union(delivered.map(\.notice.recipient)) : []
            promise = KeyPromise(
                deadline: latest, recipient: today.recipient, firstBindingDelivery: first,
                others: told.subtracting([today.recipient, .security]).sorted())
        } else {
            promise = nil
        }
    }

    private static func end(
        of delivered: [KeyHistory.Told], history: KeyHistory, today: Today, policy: Policy
    ) -> RoundEnd? {
        let isLast = history.isInLastRound
        // A message that may turn out to have arrived must not count once the exemption is over.
        if let exemption = today.exemption, !(isLast && exemption.isWithinOwnersReach), history.ended == nil,
            history.notices.contains(where: \.mayHaveBeenRead)
        {
            return exemption
        }
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
        if !isLast, let told = delivered.first(where: { !$0.wasTold(to: today.recipient, in: today.securityChannel) }) {
            return today.passedOver.contains(told.notice.recipient) ? .recipientUnreachable : .recipientChanged
        }
        // The channel was told since that the key stays active.
        if !isLast, today.isHeldForOwner, delivered.contains(where: \.notice.isBinding) { return .recipientUnreachable }
        if let restore = history.restore, today.now >= restore.until,
            isLast ? restore.told.isEmpty : !restore.told.contains(today.recipient)
        {
            return .restoreUntold
        }
        if today.isBinding, delivered.contains(where: { !$0.notice.isBinding }) { return .beganToBind }
        if let deadline = delivered.filter(\.notice.isBinding).map(\.notice.deadline).max() {
            let counted = max(deadline, history.restore?.until ?? deadline)
            let waits = history.lastHeldByBrake.map { Days.after(policy.waitingValidDays, $0) } ?? counted
            if today.now >= max(Days.after(policy.promiseValidDays, counted), waits) { return .promiseLapsed }
        }
        return nil
    }
}
