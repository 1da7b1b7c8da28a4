package import FoundationEssentials

/// Everything that the ledger knows about one key, folded from its events in order.
package struct KeyHistory: Hashable, Sendable {
    /// Number of the current round; 0 before the first.
    package private(set) var round = 0
    /// Notices of the current round, in the order in which they were queued.
    package private(set) var notices: [Told] = []
    /// Delivered notices of earlier rounds without a channel copy.
    package private(set) var withoutChannelCopy: [Told] = []
    /// Set when the current round is over; the next notice belongs to a new one.
    package private(set) var ended: RoundEnd?
    /// The latest deadline in messages that arrived or may have, over earlier rounds and attempts; see
    /// `latestDeadline`.
    private var earlierDeadline: Date?
    /// Who was ever reached about this key.
    package private(set) var reached: Set<Recipient> = []
    /// Recipients that definitely refused a message about this key, and when they last did.
    package internal(set) var refused: [Recipient: Refusal] = [:]
    /// Recipients whom Slack has refused with unlisted codes since they were last reached.
    package internal(set) var unclear: [Recipient: Unclear] = [:]
    /// Recipients of binding notices, over all rounds.
    package private(set) var bound: Set<Recipient> = []
    /// The deadline of the first binding notice that was ever delivered: from then on the key is overdue.
    package private(set) var firstDeadline: Date?
    /// Civil days on which the key was past its promised day and only what its owner can change kept it active, over
    /// its whole life.
    package private(set) var overdueDays = 0
    private var lastOverdueDay: CivilDate?
    /// Why the round before the current one ended; nil for the first round.
    package private(set) var beganAfter: RoundEnd?
    package private(set) var ownerChange: OwnerChange?
    /// When it last waited for its turn, or was stopped by the alarm, in the current round: its promise doesn't lapse
    /// meanwhile.
    package private(set) var lastHeldByBrake: Date?
    /// When it was last recorded that it waits for its turn, in the current round.
    package private(set) var lastHeldByRate: Date?
    /// Whether the last change of its status was Relevo's deactivation.
    package private(set) var deactivatedByRelevo = false
    /// When Relevo itself last changed the key's status: IAM may show the earlier status for a while.
    package private(set) var changedAt: Date?
    /// When a deactivation or a restore was begun whose result is unknown.
    package private(set) var pendingSince: Date?
    package private(set) var deactivationPending = false
    /// Until when a restore that was begun would last; nil when none is open.
    package private(set) var restorePending: Date?
    /// Set while the key is active because Relevo restored it.
    package private(set) var restore: Restore?
    /// Announcements that were delivered, in order, each where it was delivered last.
    private(set) var told: [Announcement.Told] = []
    /// Rounds that ended since the last deactivation because of what an owner could have changed, and the last of them.
    package private(set) var restarts = 0
    package private(set) var lastRestart: RoundEnd?
    package private(set) var gone = false
    /// `CreateDate` from the first event about the key; nil while there is none.
    package private(set) var createdAt: Date?

    /// Seconds for which IAM may still show the status from before a change.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
    package static let consistency: Double = 300

    package init() {}

    package init(_ events: some Sequence<(at: Date, event: KeyEvent)>) {
        for (at, event) in events { apply(event, at: at) }
    }

    /// The latest deadline that anyone may have read: no earlier one is promised, and nothing is done before it. A
    /// message that was looked up and not found counts too, because the look-up may have missed it.
    package var latestDeadline: Date? {
        ([earlierDeadline, restore?.until, restorePending].compactMap(\.self)
            + notices.filter(\.mayHaveBeenRead).map(\.notice.deadline)).max()
    }

    /// Whether a key that IAM shows with this status was changed by Relevo so recently that it may be the status from
    /// before.
    package func isStale(_ status: KeyStatus, at now: Date) -> Bool {
        guard let changedAt, now < changedAt.addingTimeInterval(Self.consistency) else { return false }
        return deactivatedByRelevo ? status == .active : restore != nil && status != .active
    }

    /// Whether that notice was sent already, or is in a message that is still open.
    package func hasNotice(round: Int, stage: Int) -> Bool {
        round < self.round
            || round == self.round
                && notices.contains { $0.notice.stage == stage && ($0.delivery != nil || !$0.failed) }
    }

    package var delivered: [Told] { notices.filter { $0.delivery != nil } }

    /// Whether the current round is the last notice's: nothing that an owner can change ends it.
    package var isInLastRound: Bool { ended == nil && delivered.contains(where: \.notice.isLast) }

    /// Recipients who got the last notice, and those who refused: the channel got it in their place.
    var doneWithLastNotice: Set<Recipient> {
        let since = delivered.map(\.notice.decidedAt).min() ?? .distantFuture
        return lastNoticeTold.union(delivered.map(\.notice.recipient))
            .union(refused.filter { $0.value.at >= since }.keys)
    }

    /// Whether somebody was given a deadline who isn't the channel that stands in for the owner today.
    func hasBoundOther(than standIn: Recipient) -> Bool {
        !bound.subtracting([.security, standIn]).isEmpty
    }

    /// Whether the next round is the last notice's.
    func wantsLastNotice(_ policy: Policy) -> Bool { overdueDays >= policy.maxOverdueDays }

    /// Whether a last notice must be sent now. A round that began before that keeps the rules that its messages were
    /// sent under.
    func isLastNoticeDue(_ policy: Policy) -> Bool {
        wantsLastNotice(policy) && (ended != nil || !delivered.contains(where: \.notice.isBinding))
    }

    /// Whether that civil day was counted as overdue already.
    package func wasOverdue(on day: CivilDate) -> Bool { lastOverdueDay.map { $0 >= day } ?? false }

    /// Why the first promised deadline no longer counts: why the current round began, or why none is open.
    package var restartCause: RoundEnd? { ended ?? beganAfter }

    package mutating func apply(_ event: KeyEvent, at: Date) {
        switch event {
        case .noticeQueued(let notice): queue(notice)
        case .noticeDelivered(let message, let delivery):
            // A delivery that was recorded twice counts once.
            for index in notices.indices
            where notices[index].notice.message == message && notices[index].delivery == nil {
                notices[index].delivery = delivery
                reached.insert(notices[index].notice.recipient)
                if notices[index].notice.isBinding {
                    bound.insert(notices[index].notice.recipient)
                    firstDeadline = firstDeadline ?? notices[index].notice.deadline
                }
                unclear[notices[index].notice.recipient] = nil
                // A notice to the security channel is its own copy.
                if notices[index].notice.recipient == .security { notices[index].channelCopy = delivery }
            }
        case .channelCopyDelivered(let message, let delivery):
            for index in notices.indices where notices[index].notice.message == message {
                notices[index].channelCopy = delivery
            }
            withoutChannelCopy.removeAll { $0.notice.message == message }
        case .noticeFailed(let message, _, let mayHaveArrived):
            for index in notices.indices where notices[index].notice.message == message {
                notices[index].failed = true
                notices[index].mayHaveArrived = mayHaveArrived
            }
        case .recipientRefused(let recipient, let reason): refused[recipient] = Refusal(reason: reason, at: at)
        case .recipientUnclear(let recipient): noteUnclear(recipient, at: at)
        case .roundEnded(let reason):
            if ended == nil, reason.isWithinOwnersReach { (restarts, lastRestart) = (restarts + 1, reason) }
            if ended == nil, reason.isChangeOfRecipient { ownerChange = ownerChangeNow }
            ended = ended ?? reason
        case .heldByRate: (lastHeldByBrake, lastHeldByRate) = (at, at)
        case .heldByAlarm: lastHeldByBrake = at
        case .deactivationIntended: (deactivationPending, pendingSince) = (true, at)
        case .deactivated:
            earlierDeadline = latestDeadline
            restore = nil
            (restarts, lastRestart) = (0, nil)
            deactivationPending = false
            deactivatedByRelevo = true
            changedAt = at
            ended = ended ?? .deactivated
        case .deactivationFailed: deactivationPending = false
        case .restoreIntended, .restored, .restoreFailed, .restoreTold: applyRestore(event, at: at)
        case .overdueCounted(let day):
            if !wasOverdue(on: day) { (overdueDays, lastOverdueDay) = (overdueDays + 1, day) }
        case .announced(let told): note(told)
        case .gone: gone = true
        }
    }

    private mutating func applyRestore(_ event: KeyEvent, at: Date) {
        switch event {
        case .restoreIntended(let until, _): (restorePending, pendingSince) = (until, at)
        case .restored:
            guard let until = restorePending else { return }
            restore = Restore(until: until)
            restorePending = nil
            deactivatedByRelevo = false
            changedAt = at
            // The round that ended with the deactivation continues: its deadline is now the end of the restore.
            if ended == .deactivated { ended = nil }
        case .restoreFailed: restorePending = nil
        case .restoreTold(let until, let recipient):
            // A message that arrives after that time doesn't count.
            if restore?.until == until, at < until { restore?.told.insert(recipient) }
        default: break
        }
    }

    private mutating func note(_ told: Announcement.Told) {
        self.told.removeAll { $0 == told }
        self.told.append(told)
        switch told.kind {
        case .ownerChanged: if told.occasion == ownerChange.map({ .round(number: $0.round) }) { ownerChange = nil }
        case .reactivated:
            deactivatedByRelevo = false
            deactivationPending = false
            // The deactivation ended the round already; one that began since then is not touched.
            if ended != nil { ended = .reactivated }
        default: break
        }
    }

    /// Whether any announcement of that kind was delivered.
    package func wasTold(of kind: Announcement.Kind) -> Bool { told.contains { $0.kind == kind } }

    /// What the last announcement of that kind was about; nil where there was none.
    package func lastOccasion(of kind: Announcement.Kind) -> Announcement.Occasion? {
        told.last { $0.kind == kind }?.occasion
    }

    /// Who was told of that, where each recipient counts for itself.
    package func recipients(of kind: Announcement.Kind, _ occasion: Announcement.Occasion) -> Set<Recipient> {
        Set(told.filter { $0.kind == kind && $0.occasion == occasion }.compactMap(\.recipient))
    }

    /// Recipients of earlier rounds who got the last notice of the current round.
    var lastNoticeTold: Set<Recipient> { recipients(of: .lastNotice, .round(number: round)) }

    private mutating func queue(_ notice: Notice) {
        createdAt = createdAt ?? notice.keyCreatedAt
        if notice.round != round {
            earlierDeadline = latestDeadline
            restore = nil
            round = notice.round
            withoutChannelCopy += delivered.filter { $0.channelCopy == nil }
            notices = []
            beganAfter = ended
            ended = nil
            (lastHeldByBrake, lastHeldByRate) = (nil, nil)
        }
        if let index = notices.firstIndex(where: { $0.notice.stage == notice.stage }) {
            // The same notice in a new message, because the first was not delivered as far as is known.
            if notices[index].delivery == nil {
                earlierDeadline = latestDeadline
                let mayRepeat = notices[index].mayBeRepeated
                notices[index] = Told(notice: notice)
                notices[index].earlierMayHaveArrived = mayRepeat
            }
        } else {
            notices.append(Told(notice: notice))
        }
    }

    /// The change of owner that ends the current round, if a change ends it.
    var ownerChangeNow: OwnerChange? {
        let binding = delivered.filter(\.notice.isBinding)
        guard let last = binding.last, last.notice.recipient != .security else { return nil }
        let deadline = binding.map(\.notice.deadline).max() ?? last.notice.deadline
        return OwnerChange(from: last.notice.recipient, deadline: deadline, round: round)
    }
}
