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
    }

    /// Number of the current round; 0 before the first.
    package private(set) var round = 0
    /// Notices of the current round, in order of their claims.
    package private(set) var notices: [Told] = []
    /// Set when the current round is over; the next notice belongs to a new one.
    package private(set) var ended: RoundEnd?
    /// The latest deadline ever delivered, over all rounds: none may be promised before it.
    package private(set) var latestDeadline: Date?
    /// Who was ever reached about this key.
    package private(set) var reached: Set<Recipient> = []
    package private(set) var lastHeldByBrake: Date?
    /// Whether the last thing that happened to its status was our deactivation.
    package private(set) var deactivatedByRelevo = false
    package private(set) var deactivationPending = false
    package private(set) var announced = false
    package private(set) var thanked = false
    package private(set) var gone = false
    /// `CreateDate` as the first event about the key told it; nil while nothing was written about it.
    package private(set) var createdAt: Date?

    package init() {}

    package init(_ events: some Sequence<(at: Date, event: KeyEvent)>) {
        for (at, event) in events { apply(event, at: at) }
    }

    package var delivered: [Told] { notices.filter { $0.delivery != nil } }

    package mutating func apply(_ event: KeyEvent, at: Date) {
        switch event {
        case .noticeClaimed(let notice): claim(notice)
        case .noticeDelivered(let message, let delivery):
            for index in notices.indices where notices[index].notice.message == message {
                notices[index].delivery = delivery
                latestDeadline = max(latestDeadline ?? .distantPast, notices[index].notice.deadline)
                reached.insert(notices[index].notice.recipient)
                // Word that goes to the security channel is its own copy.
                if notices[index].notice.recipient == .security { notices[index].mirror = delivery }
            }
        case .noticeMirrored(let message, let delivery):
            for index in notices.indices where notices[index].notice.message == message {
                notices[index].mirror = delivery
            }
        case .noticeFailed(let message, _, let mayHaveArrived):
            for index in notices.indices where notices[index].notice.message == message {
                notices[index].failed = true
                notices[index].mayHaveArrived = mayHaveArrived
            }
        case .roundEnded(let reason): ended = ended ?? reason
        case .heldByBrake: lastHeldByBrake = at
        case .deactivationIntended: deactivationPending = true
        case .deactivated:
            deactivationPending = false
            deactivatedByRelevo = true
            ended = ended ?? .deactivated
        case .deactivationFailed: deactivationPending = false
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

    private mutating func claim(_ notice: Notice) {
        createdAt = createdAt ?? notice.keyCreatedAt
        if notice.round != round {
            round = notice.round
            notices = []
            ended = nil
            lastHeldByBrake = nil
        }
        if let index = notices.firstIndex(where: { $0.notice.stage == notice.stage }) {
            // The same claim, made again under a new message because the first was never seen to arrive.
            if notices[index].delivery == nil { notices[index] = Told(notice: notice) }
        } else {
            notices.append(Told(notice: notice))
        }
    }
}
