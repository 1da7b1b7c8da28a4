import FoundationEssentials

/// What earlier owners of a key hear, and how long its owners have kept it past its day.
extension UserDecision {
    /// The owner who was told a deadline hears that somebody else answers for the key now.
    mutating func tellOfOwnerChange(_ key: AccessKey, _ history: KeyHistory, _ round: RoundState) {
        guard situation.mode != .report, situation.addresseeUnknown == nil,
            let change = round.endsNow?.isChangeOfRecipient ?? false ? history.ownerChangeNow : history.ownerChange
        else { return }
        let announcement = Announcement.ownerChanged(
            to: situation.addressee.recipient, deadline: change.deadline, round: change.round,
            because: situation.addressee.passedOver[change.from])
        guard change.from != situation.addressee.recipient else {
            // It changed back before anybody heard of it.
            if history.ownerChange != nil { observe(.announced(told: announcement.told(to: .security)), key) }
            return
        }
        act(.announce(announcement), key, to: Addressee(change.from))
    }

    /// Everybody who was ever told a day for this key hears of its last notice, and so does anyone who answers for it only
    /// since then.
    ///
    /// - Parameter isPlanned: whether the notice itself goes out now, to the recipient of today.
    mutating func tellOthersOfLastNotice(
        _ key: AccessKey, _ history: KeyHistory, deadline: Date, round: Int, isPlanned: Bool
    ) {
        let today = situation.addressee.recipient
        let heard: Set<Recipient> = isPlanned ? [today] : history.doneWithLastNotice
        for recipient in history.bound.union([today]).subtracting(heard).sorted() where recipient != .security {
            act(.announce(.lastNotice(deadline: deadline, round: round)), key, to: Addressee(recipient))
        }
    }

    /// Counts the day as overdue when only what an owner can change kept the key active past its first promised day.
    mutating func countOverdue(
        _ key: AccessKey, _ history: KeyHistory, _ gate: HoldReason?, _ refusal: HoldReason?
    ) {
        let today = policy.day(at: situation.now)
        guard situation.mode == .enforce, key.age(at: situation.now) >= policy.deactivateAt, let gate,
            let first = history.firstDeadline, first <= situation.now, !history.wasOverdue(on: today),
            situation.addresseeUnknown == nil, situation.clocksAgree, situation.ledgerDoubt == nil
        else { return }
        let isOwners: Bool =
            switch refusal {
            case .exempt(let exemption): exemption.source == .tags || !exemption.isApproved(for: situation.user)
            case .ownerTypeUnknown, .machinesNotEnforced: true
            case .some: false
            case nil: (history.restartCause?.isWithinOwnersReach ?? false) && gate.isAboutTheRound
            }
        if isOwners { observe(.overdueCounted(day: today), key) }
    }
}

extension HoldReason {
    /// Whether the key waits because its round has not come to its deadline yet.
    fileprivate var isAboutTheRound: Bool {
        switch self {
        case .notPromised, .promiseAhead, .noticeTooRecent: true
        default: false
        }
    }
}
