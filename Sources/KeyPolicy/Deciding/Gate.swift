package import FoundationEssentials

/// Decides whether a key may be deactivated now, and if not, gives the first reason against it.
///
/// A key is deactivated only on or after the latest deadline in the messages delivered about it to its recipient today,
/// and only if it is still exactly the key that those messages named. There is one exception, for an owner who has kept
/// a key for `max-overdue-days` past its promised day without an approver's consent. Then a last notice goes to
/// everyone who was ever the key's recipient, and nothing that an owner can change moves its deadline. Every
/// deactivation is checked here twice: when the plan is made, and again with AWS's current state just before the call.
package enum Gate {
    /// Everything that the gate reads.
    package struct Facts: Sendable {
        package let key: AccessKey
        package let user: User
        package let round: RoundState
        package let mode: Mode
        package let isAccountComplete: Bool
        package let clocksAgree: Bool
        /// Why it is unknown whether this ledger is the newest one; nil when it is known.
        package let ledgerDoubt: String?
        /// The stop that keeps this user's keys active until somebody resumes; nil where there is none.
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

    /// A run decides at one instant and its messages arrive some minutes later; it stops sending after an hour. A run
    /// five days later must not be refused because of those minutes. The deadline in the message is never shortened.
    package static let longestRun: Double = 3_600

    /// The permit to deactivate, or the reason against it. Permits are made only here.
    package static func permit(
        _ facts: Facts, policy: Policy
    ) -> Result<DeactivationPermit, HeldBack> {
        if let reason = refusal(facts, policy: policy) { return .failure(HeldBack(reason: reason)) }
        return .success(DeactivationPermit(address: facts.user.address(of: facts.key.id), userName: facts.user.name))
    }

    /// The permit to deactivate a key early, because its owner agreed to an offer that was delivered to them; or the
    /// reason against it.
    package static func permitRetirement(
        _ facts: Facts, agreed: Agreement, policy: Policy
    ) -> Result<DeactivationPermit, HeldBack> {
        if let reason = retirementRefusal(facts, agreed: agreed, policy: policy) {
            return .failure(HeldBack(reason: reason))
        }
        return .success(DeactivationPermit(address: facts.user.address(of: facts.key.id), userName: facts.user.name))
    }

    /// The first reason against a deactivation; nil when there is none.
    package static func refusal(_ facts: Facts, policy: Policy) -> HoldReason? {
        guard facts.key.status == .active else { return .keyNotActive }
        let standing = standingRefusal(facts, policy: policy)
        if let standing, standing.leavesAlone { return standing }
        // Before the checks that depend on the type, because an approver must confirm that the type is right.
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

    /// Why nothing at all may be deactivated: a stop, or a ledger or clock that can't be trusted.
    static func doubt(_ facts: Facts, policy: Policy) -> HoldReason? {
        if let stop = facts.stop { return .stopped(stop) }
        if let doubt = facts.ledgerDoubt { return .ledgerUnconfirmed(doubt) }
        if let floor = policy.floor(in: facts.user.account), facts.now < floor.until { return .otherLedger(floor) }
        return facts.clocksAgree ? nil : .clocksDisagree
    }

    /// Seconds. A key that was used this recently counts as in use. IAM reports uses some hours late.
    package static let inUseWindow: Double = 2 * Days.seconds

    /// A machine's key belongs to a system that reads no messages, so it is not deactivated while it is in use.
    private static func useRefusal(_ facts: Facts) -> HoldReason? {
        guard facts.user.owner.type == .machine else { return nil }
        switch facts.key.lastUse {
        case .used(let at, _, _): return at > facts.now.addingTimeInterval(-inUseWindow) ? .inUse(at) : nil
        case .never: return nil
        case .unknown(let why): return .useUnknown(why)
        }
    }

    /// The reason against any deactivation of this user's key, whatever its age. A notice sent meanwhile isn't
    /// binding.
    private static func standingRefusal(_ facts: Facts, policy: Policy) -> HoldReason? {
        settingsRefusal(
            of: facts.key.id, user: facts.user, mode: facts.mode, policy: policy, now: facts.now,
            unreachable: facts.round.unreachable, isOverdue: facts.round.isLast)
    }

    /// The same before the key's round is known, by its history: while a last notice is in force, or when one is due
    /// that would be binding, nothing that an owner can change prevents the deactivation.
    ///
    /// - Parameter addressee: today's; says why the owner can't be reached.
    package static func historyRefusal(
        of key: AccessKeyID, user: User, addressee: Addressee, history: KeyHistory, mode: Mode, policy: Policy,
        now: Date
    ) -> HoldReason? {
        let overdue = settingsRefusal(
            of: key, user: user, mode: mode, policy: policy, now: now,
            unreachable: history.hasBoundOther(than: addressee.recipient) ? nil : addressee.fallback, isOverdue: true)
        if history.isInLastRound || (history.isLastNoticeDue(policy) && overdue == nil) { return overdue }
        return settingsRefusal(
            of: key, user: user, mode: mode, policy: policy, now: now, unreachable: addressee.fallback)
    }

    /// The same by the configuration and the user's tags alone.
    ///
    /// - Parameters:
    ///   - unreachable: why the owner can't be reached, where that counts; nil where they can.
    ///   - isOverdue: whether what an owner can change is ignored: exemption tags and an unknown type. The type
    ///     `machine` still counts, because no machine's key is deactivated on an engineer's notices.
    package static func settingsRefusal(
        of key: AccessKeyID, user: User, mode: Mode, policy: Policy, now: Date, unreachable: UnreachableReason?,
        isOverdue: Bool = false
    ) -> HoldReason? {
        if policy.isDecoy(user) { return .decoy }
        if policy.isProtected(user) { return .protected }
        let exemptions = policy.exemptions(of: user, key: key).filter { $0.holds(at: now) }
        // An approver's exemption takes precedence over tags.
        if let exemption = exemptions.first(where: { $0.source != .tags }) ?? (isOverdue ? nil : exemptions.first) {
            return .exempt(exemption)
        }
        let type = user.owner.type
        if !policy.enforces(type), !(isOverdue && type.isUnknown) {
            if case .unknown(let text) = type { return .ownerTypeUnknown(text) }
            return .machinesNotEnforced
        }
        if let unreachable, policy.holdsOwner(unreachable) { return .ownerUnreachable(unreachable) }
        return mode == .enforce ? nil : .modeNotEnforce(mode)
    }
}

/// Permission to deactivate one key. Only the gate can make one.
package struct DeactivationPermit: Hashable, Sendable {
    package let address: KeyAddress
    package let userName: String

    fileprivate init(address: KeyAddress, userName: String) {
        self.address = address
        self.userName = userName
    }
}

/// The gate's refusal.
package struct HeldBack: Error, Hashable, CustomStringConvertible {
    package let reason: HoldReason
    /// What reading the key again showed and the ledger doesn't have yet; it is recorded with the refusal.
    package let observed: [KeyEvent]

    package init(reason: HoldReason, observed: [KeyEvent] = []) {
        self.reason = reason
        self.observed = observed
    }

    package var description: String { reason.text }
}

extension Gate {
    /// A person's consent to deactivate a key before its deadline.
    package struct Agreement: Hashable, Sendable {
        package let by: SlackUserID
        /// The key's recipient today.
        package let recipient: Recipient
        /// The recipients of a delivered offer to deactivate the key early.
        package let offeredTo: Set<Recipient>

        package init(by: SlackUserID, recipient: Recipient, offeredTo: Set<Recipient>) {
            self.by = by
            self.recipient = recipient
            self.offeredTo = offeredTo
        }
    }

    /// Why a key may not be deactivated early: the gate's conditions without age and promise, and with the owner's
    /// consent.
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

    /// The younger active key that is in use in its place; nil where there is none, or where its use is unknown.
    package static func successor(of key: AccessKey, in user: User, now: Date) -> AccessKey? {
        user.keys
            .filter { $0.id != key.id && $0.status == .active && $0.createdAt > key.createdAt }
            .filter { !$0.lastUse.isIdle(since: now.addingTimeInterval(-inUseWindow)) && $0.lastUse.isKnown }
            .max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }
}
