import FoundationEssentials

/// Notices about a user's keys, and the copies that the channel is owed.
extension UserDecision {
    mutating func notify(
        _ key: AccessKey, _ history: KeyHistory, _ round: RoundState, _ next: NextNotice, isBinding: Bool
    ) {
        if let why = situation.addresseeUnknown {
            hold(key, .recipientUnknown(why))
            return
        }
        guard situation.clocksAgree else {
            // The days between a notice and its deadline are counted from when this clock says that it was sent.
            hold(key, .clocksDisagree)
            return
        }
        if history.notices.contains(where: { situation.unknownDeliveries.contains($0.notice.message) }) {
            hold(key, .deliveryUnknown)
            return
        }
        let claims = history.notices.filter { $0.notice.round == round.round && $0.delivery == nil }
        let claim = claims.first { $0.notice.stage == next.stage }
        // The stage of a round's opening depends on the room for its deadline, so any earlier try may be what this repeats.
        let mayRepeat =
            next.mayBeSpread && next.opensRound
            ? claims.contains(where: \.mayHaveArrived) : claim?.mayHaveArrived ?? false
        act(
            .notice(
                PlannedNotice(
                    round: round.round, stage: next.stage, isBinding: isBinding, deadline: next.deadline,
                    isLate: next.isLate, mayBeSpread: next.mayBeSpread, isLast: next.isLast,
                    isPossibleRepeat: mayRepeat,
                    replaces: claim?.notice.message,
                    openClaims: Dictionary(
                        claims.map { ($0.notice.stage, $0.notice.message) }, uniquingKeysWith: { $1 }),
                    opensRound: next.opensRound)), key)
    }

    /// Whatever became of the key since: what its owner was told, the channel is told too.
    mutating func oweCopies(of history: KeyHistory, _ key: AccessKey) {
        // A new security channel gets copies of what can still lead to a deactivation, not of everything that ever was.
        let channel = key.status == .active && history.ended == nil ? situation.securityChannel : nil
        for told in history.uncopied + history.delivered
        where !told.isCopied(to: channel) && told.notice.recipient != .security {
            let notice = told.notice
            let planned = PlannedNotice(
                round: notice.round, stage: notice.stage, isBinding: notice.binding, deadline: notice.deadline,
                isLate: notice.late, mayBeSpread: false, isLast: notice.last, isPossibleRepeat: false, replaces: nil)
            owedCopies.append(MissingChannelCopy(message: notice.message, action: action(.notice(planned), key)))
        }
    }
}
