package import FoundationEssentials

/// Everything the ledger knows of one key, folded from its events in order.
package struct KeyHistory: Hashable, Sendable {
    /// A notice of the current round and what became of it.
    package struct Told: Hashable, Sendable {
        package var notice: Notice
        package var delivery: Delivery?
        package var mirror: Delivery?
        /// Settled as not delivered.
        package var failed = false
        /// Nobody can rule out that this try was seen: a later one says that it may be a repeat.
        package var mayHaveArrived = true

        var mayHaveBeenRead: Bool { delivery != nil || mayHaveArrived }
    }

    /// A definite answer that somebody can't be reached.
    package struct Refusal: Hashable, Sendable {
        package let reason: UnreachableReason
        package let at: Date
    }

    /// A key that Relevo deactivated and switched on again for a while.
    package struct Restore: Hashable, Sendable {
        package let until: Date
        /// Who was told until when.
        package internal(set) var told: Set<Recipient> = []
        package internal(set) var endTold = false
    }

    /// Number of the current round; 0 before the first.
    package private(set) var round = 0
    /// Notices of the current round, in order of their claims.
    package private(set) var notices: [Told] = []
    /// Notices of earlier rounds that arrived and whose copy the channel still lacks.
    package private(set) var uncopied: [Told] = []
    /// Set when the current round is over; the next notice belongs to a new one.
    package private(set) var ended: RoundEnd?
    /// The latest deadline in messages that arrived or may have, over earlier rounds and tries; see `latestDeadline`.
    private var earlierDeadline: Date?
    /// Who was ever reached about this key.
    package private(set) var reached: Set<Recipient> = []
    /// Recipients that definitely refused a message about this key, and when they last did.
    package private(set) var refused: [Recipient: Refusal] = [:]
    package private(set) var lastHeldByBrake: Date?
    /// Whether the last thing that happened to its status was our deactivation.
    package private(set) var deactivatedByRelevo = false
    /// When a deactivation or a restore was begun of which nobody knows yet how it ended.
    package private(set) var pendingSince: Date?
    package private(set) var deactivationPending = false
    /// Until when a restore that was begun would last; nil when none is open.
    package private(set) var restorePending: Date?
    /// Set while the key is on because Relevo switched it on again.
    package private(set) var restore: Restore?
    /// To whom the key's early retirement was offered, by the successor that the offer named.
    package private(set) var offers: [AccessKeyID: Set<Recipient>] = [:]
    /// The end that the channel was last warned of.
    package private(set) var exemptionEndTold: Date?
    /// The last use of a decoy that was told.
    package private(set) var decoyUseTold: Date?
    /// Rounds that ended since the last deactivation because of what an owner could have changed, and the last of them.
    package private(set) var restarts = 0
    package private(set) var lastRestart: RoundEnd?
    package private(set) var announced = false
    package private(set) var thanked = false
    package private(set) var gone = false
    /// `CreateDate` as the first event about the key told it; nil while nothing was written about it.
    package private(set) var createdAt: Date?

    package init() {}

    package init(_ events: some Sequence<(at: Date, event: KeyEvent)>) {
        for (at, event) in events { apply(event, at: at) }
    }

    /// The latest deadline that anybody may have read: none may be promised, and nothing done, before it. A message that
    /// was looked up and not found counts all the same, as the look-up may have missed it.
    package var latestDeadline: Date? {
        ([earlierDeadline, restore?.until, restorePending].compactMap(\.self)
            + notices.filter(\.mayHaveBeenRead).map(\.notice.deadline)).max()
    }

    package var delivered: [Told] { notices.filter { $0.delivery != nil } }

    package mutating func apply(_ event: KeyEvent, at: Date) {
        switch event {
        case .noticeClaimed(let notice): claim(notice)
        case .noticeDelivered(let message, let delivery):
            for index in notices.indices where notices[index].notice.message == message {
                notices[index].delivery = delivery
                reached.insert(notices[index].notice.recipient)
                // Word that goes to the security channel is its own copy.
                if notices[index].notice.recipient == .security { notices[index].mirror = delivery }
            }
        case .noticeMirrored(let message, let delivery):
            for index in notices.indices where notices[index].notice.message == message {
                notices[index].mirror = delivery
            }
            uncopied.removeAll { $0.notice.message == message }
        case .noticeFailed(let message, _, let mayHaveArrived):
            for index in notices.indices where notices[index].notice.message == message {
                notices[index].failed = true
                notices[index].mayHaveArrived = mayHaveArrived
            }
        case .recipientRefused(let recipient, let reason): refused[recipient] = Refusal(reason: reason, at: at)
        case .roundEnded(let reason):
            if ended == nil, reason.isWithinOwnersReach { (restarts, lastRestart) = (restarts + 1, reason) }
            ended = ended ?? reason
        case .heldByBrake: lastHeldByBrake = at
        case .deactivationIntended, .retirementIntended: (deactivationPending, pendingSince) = (true, at)
        case .deactivated:
            earlierDeadline = latestDeadline
            restore = nil
            (restarts, lastRestart) = (0, nil)
            deactivationPending = false
            deactivatedByRelevo = true
            ended = ended ?? .deactivated
        case .deactivationFailed: deactivationPending = false
        case .restoreIntended, .restored, .restoreFailed, .restoreTold, .restoreEndingTold: applyRestore(event, at: at)
        case .retirementOffered(let successor, let recipient): offers[successor, default: []].insert(recipient)
        case .exemptionEndingTold(let until): exemptionEndTold = until
        case .decoyUseTold(let at): decoyUseTold = at
        case .reactivationSeen:
            deactivatedByRelevo = false
            deactivationPending = false
            // The deactivation ended the round already; one that began since then is not touched.
            if ended != nil { ended = .reactivated }
        case .announced: announced = true
        case .thanked: thanked = true
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
            // The round that ended with the deactivation goes on: its deadline is now the end of the restore.
            if ended == .deactivated { ended = nil }
        case .restoreFailed: restorePending = nil
        case .restoreTold(let until, let recipient):
            if restore?.until == until { restore?.told.insert(recipient) }
        case .restoreEndingTold(let until): if restore?.until == until { restore?.endTold = true }
        default: break
        }
    }

    private mutating func claim(_ notice: Notice) {
        createdAt = createdAt ?? notice.keyCreatedAt
        if notice.round != round {
            earlierDeadline = latestDeadline
            restore = nil
            round = notice.round
            uncopied += delivered.filter { $0.mirror == nil }
            notices = []
            ended = nil
            lastHeldByBrake = nil
        }
        if let index = notices.firstIndex(where: { $0.notice.stage == notice.stage }) {
            // The same claim, made again under a new message because the first was never seen to arrive.
            if notices[index].delivery == nil {
                earlierDeadline = latestDeadline
                notices[index] = Told(notice: notice)
            }
        } else {
            notices.append(Told(notice: notice))
        }
    }
}
