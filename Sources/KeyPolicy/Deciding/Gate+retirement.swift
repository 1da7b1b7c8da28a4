package import FoundationEssentials

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
