package import FoundationEssentials

/// The one promise as a function: whether a key may be deactivated now, and if not, the first thing that stands against it.
///
/// A key is deactivated only on or after the latest deadline in the messages delivered about it to the person who answers
/// for it today, and only if it is still exactly the key those messages spoke of. The one exception: once its owner has kept a
/// key for `max-overdue-days` past its promised day without an approver's consent, a last notice goes to all who ever answered
/// for it, and nothing that an owner can change moves its deadline. Everything that deactivates asks here, twice:
/// when the plan is made, and again with what AWS says just before the call.
package enum Gate {
    /// All that the gate looks at.
    package struct Facts: Sendable {
        package let key: AccessKey
        package let user: User
        package let round: RoundState
        package let mode: Mode
        package let isAccountComplete: Bool
        package let clocksAgree: Bool
        /// Why nobody can say that this ledger is the one the last run wrote; nil when it is.
        package let ledgerDoubt: String?
        /// What keeps this user's keys from being deactivated until somebody resumes; nil where nothing does.
        package let stop: Stop?
        /// The earlier of the policy clock and AWS's.
        package let now: Date
        /// The later of the two: working hours must not be over by either.
        package let latest: Date

        package init(
            key: AccessKey, user: User, round: RoundState, mode: Mode, isAccountComplete: Bool, clocksAgree: Bool,
            ledgerDoubt: String? = nil, stop: Stop? = nil, now: Date, latest: Date? = nil
        ) {
            self.key = key
            self.user = user
            self.round = round
            self.mode = mode
            self.isAccountComplete = isAccountComplete
            self.clocksAgree = clocksAgree
            self.ledgerDoubt = ledgerDoubt
            self.stop = stop
            self.now = now
            self.latest = latest ?? now
        }

        /// Whether it is within the working hours by our clock and by AWS's.
        func isAtWork(_ policy: Policy) -> Bool {
            policy.hours.map { $0.contains(now) && $0.contains(latest) } ?? true
        }
    }

    /// A run decides at one instant and its messages arrive some minutes later; it stops sending after an hour. The same
    /// run five days on must not be turned away for those minutes. The deadline told in the message is never shortened.
    package static let longestRun: Double = 3_600

    /// The permit to deactivate, or what stands against it; the only place where one is made.
    package static func permit(
        _ facts: Facts, policy: Policy
    ) -> Result<DeactivationPermit, HeldBack> {
        if let reason = refusal(facts, policy: policy) { return .failure(HeldBack(reason: reason)) }
        return .success(DeactivationPermit(address: facts.user.address(of: facts.key.id), userName: facts.user.name))
    }

    /// The permit to retire a key before its day, because its owner agreed to an offer that was delivered to them; or what
    /// stands against it.
    package static func permitRetirement(
        _ facts: Facts, agreed: Agreement, policy: Policy
    ) -> Result<DeactivationPermit, HeldBack> {
        if let reason = retirementRefusal(facts, agreed: agreed, policy: policy) {
            return .failure(HeldBack(reason: reason))
        }
        return .success(DeactivationPermit(address: facts.user.address(of: facts.key.id), userName: facts.user.name))
    }

    /// Nil when nothing stands against it.
    package static func refusal(_ facts: Facts, policy: Policy) -> HoldReason? {
        guard facts.key.status == .active else { return .keyNotActive }
        let standing = standingRefusal(facts, policy: policy)
        if let standing, standing.leavesAlone { return standing }
        // Before what the type decides: whether it is the right one is what must be confirmed.
        if let stop = facts.stop, stop.waitsForConfirmation { return .stopped(stop) }
        if let standing { return standing }
        guard facts.key.age(at: facts.now) >= policy.deactivateAt else { return .keyTooYoung }
        guard facts.isAccountComplete else { return .accountIncomplete }
        guard let promise = facts.round.promise else { return .notPromised }
        guard facts.now >= promise.deadline else { return .promiseAhead(promise.deadline) }
        let told = Days.after(policy.noticeDays, promise.firstBindingDelivery)
        guard facts.now >= told.addingTimeInterval(-longestRun) else { return .noticeTooRecent(told) }
        guard facts.round.hasChannelCopies else { return .channelCopyMissing }
        if let doubt = doubt(facts, policy: policy) { return doubt }
        if let use = useRefusal(facts) { return use }
        guard facts.isAtWork(policy) else { return .outsideWorkingHours }
        return nil
    }

    /// What keeps anything at all from being deactivated: a stop, or a memory or a clock that can't be trusted.
    static func doubt(_ facts: Facts, policy: Policy) -> HoldReason? {
        if let stop = facts.stop { return .stopped(stop) }
        if let doubt = facts.ledgerDoubt { return .ledgerUnconfirmed(doubt) }
        if let floor = policy.floor(in: facts.user.account), facts.now < floor.until { return .otherLedger(floor) }
        return facts.clocksAgree ? nil : .clocksDisagree
    }

    /// Seconds: whatever signed with a key this recently will miss it. IAM's figure lags by some hours.
    package static let inUseWindow: Double = 2 * Days.seconds

    /// Behind a machine's key is a system that reads no messages: as long as it works, it is left alone.
    private static func useRefusal(_ facts: Facts) -> HoldReason? {
        guard facts.user.owner.type == .machine else { return nil }
        switch facts.key.lastUse {
        case .used(let at, _, _): return at > facts.now.addingTimeInterval(-inUseWindow) ? .inUse(at) : nil
        case .never: return nil
        case .unknown(let why): return .useUnknown(why)
        }
    }

    /// What stands against any deactivation of this user's key, however old it gets; a notice sent meanwhile isn't binding.
    package static func standingRefusal(_ facts: Facts, policy: Policy) -> HoldReason? {
        standingRefusal(
            of: facts.key.id, user: facts.user, mode: facts.mode, policy: policy, now: facts.now,
            isOverdue: facts.round.isLast)
    }

    /// The same for a key of which the ledger knows more: while a last notice stands, or where one is due that would bind,
    /// nothing that an owner can change stands against it.
    package static func standingRefusal(
        of key: AccessKeyID, user: User, history: KeyHistory, mode: Mode, policy: Policy, now: Date
    ) -> HoldReason? {
        let overdue = standingRefusal(of: key, user: user, mode: mode, policy: policy, now: now, isOverdue: true)
        if history.isInLastRound || (history.isLastNoticeDue(policy) && overdue == nil) { return overdue }
        return standingRefusal(of: key, user: user, mode: mode, policy: policy, now: now)
    }

    /// - Parameter isOverdue: whether nothing that an owner can change counts any more: neither exemption tags nor a type that
    ///   says nothing. A type that says machine still counts, as no machine is deactivated on an engineer's notices.
    package static func standingRefusal(
        of key: AccessKeyID, user: User, mode: Mode, policy: Policy, now: Date, isOverdue: Bool = false
    ) -> HoldReason? {
        if policy.isDecoy(user) { return .decoy }
        if policy.isProtected(user) { return .protected }
        let exemptions = policy.exemptions(of: user, key: key).filter { $0.holds(at: now) }
        // An approver's exemption says more than tags: it comes first.
        if let exemption = exemptions.first(where: { $0.source != .tags }) ?? (isOverdue ? nil : exemptions.first) {
            return .exempt(exemption)
        }
        let type = user.owner.type
        if !policy.enforces(type), !(isOverdue && type.isUnknown) {
            if case .unknown(let text) = type { return .ownerTypeUnknown(text) }
            return .machinesNotEnforced
        }
        return mode == .enforce ? nil : .modeNotEnforce(mode)
    }
}

/// Leave to deactivate one key, given by the gate after it looked at what AWS says now; nothing else can make one.
package struct DeactivationPermit: Hashable, Sendable {
    package let address: KeyAddress
    package let userName: String

    fileprivate init(address: KeyAddress, userName: String) {
        self.address = address
        self.userName = userName
    }
}

/// The gate's no.
package struct HeldBack: Error, Hashable, CustomStringConvertible {
    package let reason: HoldReason
    /// What the last look at the key showed that the ledger doesn't know yet; it is recorded with the refusal.
    package let observed: [KeyEvent]

    package init(reason: HoldReason, observed: [KeyEvent] = []) {
        self.reason = reason
        self.observed = observed
    }

    package var description: String { reason.text }
}

extension Gate {
    /// Somebody's word that a key may go before its day.
    package struct Agreement: Hashable, Sendable {
        package let by: SlackUserID
        /// Who answers for the key today.
        package let recipient: Recipient
        /// To whom its early retirement was offered and delivered.
        package let offeredTo: Set<Recipient>

        package init(by: SlackUserID, recipient: Recipient, offeredTo: Set<Recipient>) {
            self.by = by
            self.recipient = recipient
            self.offeredTo = offeredTo
        }
    }

    /// What stands against an early retirement: the gate's questions without age and promise, and with what the owner's
    /// word is worth.
    package static func retirementRefusal(_ facts: Facts, agreed: Agreement, policy: Policy) -> HoldReason? {
        guard facts.key.status == .active else { return .keyNotActive }
        if let standing = standingRefusal(facts, policy: policy) { return standing }
        guard facts.isAccountComplete else { return .accountIncomplete }
        guard agreed.recipient == .person(agreed.by) else { return .notTheOwnersWord(agreed.recipient.text) }
        guard agreed.offeredTo.contains(agreed.recipient) else { return .retirementNotOffered }
        if let doubt = doubt(facts, policy: policy) { return doubt }
        switch facts.key.lastUse {
        case .used(let at, _, _) where at > facts.now.addingTimeInterval(-inUseWindow): return .inUse(at)
        case .unknown(let why): return .useUnknown(why)
        case .used, .never: break
        }
        guard successor(of: facts.key, in: facts.user, now: facts.now) != nil else { return .successorNotInUse }
        return facts.isAtWork(policy) ? nil : .outsideWorkingHours
    }

    /// The younger active key that is in use in its place; nil where there is none, or nobody can say.
    package static func successor(of key: AccessKey, in user: User, now: Date) -> AccessKey? {
        user.keys
            .filter { $0.id != key.id && $0.status == .active && $0.createdAt > key.createdAt }
            .filter { !$0.lastUse.isIdle(since: now.addingTimeInterval(-inUseWindow)) && $0.lastUse.isKnown }
            .max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }
}
