import FoundationEssentials

/// Notices about a user's keys, and missing channel copies.
extension UserDecision {
    mutating func notify(
        _ key: AccessKey, _ history: KeyHistory, _ notice: PlannedNotice
    ) {
        if let why = input.addresseeUnknown {
            hold(key, .recipientUnknown(why))
            return
        }
        guard input.clocksAgree else {
            // The days between a notice and its deadline are counted from when this clock says that it was sent.
            hold(key, .clocksDisagree)
            return
        }
        if history.notices.contains(where: { input.unknownDeliveries.contains($0.notice.message) }) {
            hold(key, .deliveryUnknown)
            return
        }
        let ofRound = history.notices.filter { $0.notice.round == notice.round }
        let begins =
            notice.isBinding && history.bound.isEmpty && history.reached.contains(input.addressee.recipient)
        act(.notice(notice.following(ofRound, beginsToCount: begins)), key)
    }

    /// The channel gets a copy of every notice, whatever happened to the key since.
    mutating func addMissingCopies(of history: KeyHistory, _ key: AccessKey) {
        // A new security channel gets copies of notices that can still lead to a deactivation, not of every notice
        // ever sent.
        let channel = key.status == .active && history.ended == nil ? input.securityChannel : nil
        for told in history.withoutChannelCopy + history.delivered
        where !told.hasChannelCopy(in: channel) && told.notice.recipient != .security {
            missingCopies.append(
                MissingChannelCopy(
                    message: told.notice.message, action: action(.notice(PlannedNotice(told.notice.content)), key)))
        }
    }
}

/// Messages to earlier owners of a key, and the days that its owners have kept it past its deadline.
extension UserDecision {
    /// Notifies the owner who was given a deadline that the key has another recipient now.
    mutating func tellOfOwnerChange(
        _ key: AccessKey, _ history: KeyHistory, _ round: RoundState, _ refusal: HoldReason?
    ) {
        guard input.mode != .report, input.addresseeUnknown == nil,
            let change = round.endsNow?.isChangeOfRecipient ?? false ? history.ownerChangeNow : history.ownerChange
        else { return }
        let announcement = Announcement.ownerChanged(
            to: input.addressee.recipient, deadline: change.deadline, round: change.round,
            because: input.addressee.passedOver[change.from])
        guard change.from != input.addressee.recipient else {
            // It changed back before anyone was notified.
            if history.ownerChange != nil { observe(.announced(told: announcement.told(to: .security)), key) }
            return
        }
        act(.announce(announcement), key, to: Addressee(change.from))
        if case .ownerUnreachable(let reason) = refusal { actions[actions.count - 1].heldOwner = reason }
    }

    /// Notifies everyone who was ever given a deadline for this key of its last notice, and recipients who came later
    /// too.
    ///
    /// - Parameter isPlanned: whether the notice itself is sent in this run, to today's recipient.
    mutating func tellOthersOfLastNotice(
        _ key: AccessKey, _ history: KeyHistory, deadline: Date, round: Int, isPlanned: Bool
    ) {
        let today = input.addressee.recipient
        let heard: Set<Recipient> = isPlanned ? [today] : history.doneWithLastNotice
        for recipient in history.bound.union([today]).subtracting(heard).sorted() where recipient != .security {
            act(.announce(.lastNotice(deadline: deadline, round: round)), key, to: Addressee(recipient))
        }
    }

    /// Counts the day as overdue when only what an owner can change kept the key active past its first promised day.
    mutating func countOverdue(
        _ key: AccessKey, _ history: KeyHistory, _ gate: HoldReason?, _ refusal: HoldReason?
    ) {
        let today = policy.day(at: input.now)
        guard input.mode == .enforce, key.age(at: input.now) >= policy.deactivateAt, let gate,
            let first = history.firstDeadline, first <= input.now, !history.wasOverdue(on: today),
            input.addresseeUnknown == nil, input.clocksAgree, input.ledgerDoubt == nil
        else { return }
        let isOwners: Bool =
            switch refusal {
            case .exempt(let exemption): exemption.source == .tags || !exemption.isApproved(for: input.user)
            case .ownerTypeUnknown, .machinesNotEnforced: true
            // By what ended the round: a tag that changed after the promise.
            case .ownerUnreachable:
                (history.restartCause?.isWithinOwnersReach ?? false)
                    && history.hasBoundOther(than: input.addressee.recipient)
            case .some: false
            case nil: (history.restartCause?.isWithinOwnersReach ?? false) && gate.isAboutTheRound
            }
        if isOwners { observe(.overdueCounted(day: today), key) }
    }
}

extension HoldReason {
    /// Whether the key waits because its round has not reached its deadline.
    fileprivate var isAboutTheRound: Bool {
        switch self {
        case .notPromised, .promiseAhead, .noticeTooRecent: true
        default: false
        }
    }
}
