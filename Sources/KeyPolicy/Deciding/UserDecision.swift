package import FoundationEssentials

/// What is due for one user: a value, made without I/O, the same for `plan` and for `run`.
package struct UserDecision: Sendable {
    package private(set) var actions: [PlannedAction] = []
    package private(set) var held: [HeldKey] = []
    package private(set) var observations: [Observation] = []
    /// Deadlines already given in late rounds that are still open; new ones are spread around them.
    package private(set) var lateDeadlines: [Date] = []

    /// Notices of open rounds whose copy has not reached the security channel yet.
    package private(set) var owedCopies: [OwedCopy] = []

    private let situation: Situation
    private let policy: Policy

    package init(_ situation: Situation, policy: Policy) {
        self.situation = situation
        self.policy = policy
        // An account that was not read completely is unknown: nothing in it is called new, gone, rotated or due.
        guard situation.isAccountComplete else {
            holdWhatIsOld()
            return
        }
        for key in situation.user.keys.sorted(by: { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }) {
            decide(key)
        }
        decideGone()
    }

    /// The same decision with every action held: what it would act on could not be read again.
    package func heldBack(_ why: String) -> UserDecision {
        var copy = self
        copy.actions = []
        copy.observations = []
        copy.owedCopies = []
        for action in actions { copy.hold(action.key, .lookUpFailed(why)) }
        return copy
    }

    private mutating func decide(_ key: AccessKey) {
        let history = situation.histories[key.id] ?? KeyHistory()
        oweCopies(of: history, key)
        announceIfNew(key, history)
        guard key.status == .active else {
            if history.ended == nil, !history.notices.isEmpty { observe(.roundEnded(reason: .switchedOff), key) }
            thankIfRotated(key, history)
            return
        }
        if history.deactivationPending {
            hold(key, .lookUpFailed("what became of an earlier deactivation could not be read yet"))
            return
        }
        // Its round ended with the deactivation, so that whatever is said from here on belongs to a new one.
        if history.deactivatedByRelevo, situation.mode != .report { tell(.reactivated, key) }
        decideActive(key, history)
    }

    private mutating func decideActive(_ key: AccessKey, _ history: KeyHistory) {
        let refusal = Gate.standingRefusal(
            of: key.id, user: situation.user, mode: situation.mode, policy: policy, now: situation.gateNow)
        let round = RoundStanding(
            history,
            today: RoundStanding.Today(
                of: key.id, user: situation.user, recipient: situation.addressee.recipient, mode: situation.mode,
                policy: policy, now: situation.now, gateNow: situation.gateNow),
            policy: policy)
        // While nobody can say who is reached, nothing that would follow from that is written down; an exemption holds
        // whoever is reached.
        if let end = round.endsNow, situation.addresseeUnknown == nil || end == .exempted {
            observe(.roundEnded(reason: end), key)
        }
        if let promise = round.promise, round.delivered.contains(where: \.notice.late) {
            lateDeadlines.append(promise.deadline)
        }

        let facts = Gate.Facts(
            key: key, user: situation.user, round: round, mode: situation.mode,
            isAccountComplete: situation.isAccountComplete, clocksAgree: situation.clocksAgree,
            now: situation.gateNow)
        let gate = Gate.refusal(facts, policy: policy)
        if situation.addresseeUnknown == nil, gate == nil, let promise = round.promise {
            act(.deactivate(round: round.round, promise: promise), key)
            return
        }
        if let refusal, refusal.leavesAlone {
            holdIfOld(key, refusal)
            return
        }
        if situation.mode != .report,
            let next = NextNotice(for: key, history: history, round: round, policy: policy, now: situation.now)
        {
            notify(key, history, round, next, isBinding: refusal == nil)
        }
        // A key whose first word goes out right now is not left alone: it stands among the actions.
        if gate == .notPromised, actions.last?.key.id == key.id, actions.last?.notice != nil { return }
        if let why = situation.addresseeUnknown, gate?.dependsOnRecipient ?? true {
            holdIfOld(key, .recipientUnknown(why))
        } else if let gate {
            holdIfOld(key, gate)
        }
    }

    private mutating func notify(
        _ key: AccessKey, _ history: KeyHistory, _ round: RoundStanding, _ next: NextNotice, isBinding: Bool
    ) {
        if let why = situation.addresseeUnknown {
            hold(key, .recipientUnknown(why))
            return
        }
        if history.notices.contains(where: { situation.unknownDeliveries.contains($0.notice.message) }) {
            hold(key, .deliveryUnknown)
            return
        }
        let claims = history.notices.filter { $0.notice.round == round.round && $0.delivery == nil }
        let claim = claims.first { $0.notice.stage == next.stage }
        // The stage of a late round's opening depends on its spread, so any earlier try at it may be what this repeats.
        let mayRepeat = next.mayBeSpread ? claims.contains(where: \.mayHaveArrived) : claim?.mayHaveArrived ?? false
        act(
            .notice(
                PlannedNotice(
                    round: round.round, stage: next.stage, isBinding: isBinding, deadline: next.deadline,
                    isLate: next.isLate, mayBeSpread: next.mayBeSpread, isPossibleRepeat: mayRepeat,
                    replaces: claim?.notice.message,
                    openClaims: Dictionary(
                        claims.map { ($0.notice.stage, $0.notice.message) }, uniquingKeysWith: { $1 }))), key)
    }

    /// Whatever became of the key since: what its owner was told, the channel is told too.
    private mutating func oweCopies(of history: KeyHistory, _ key: AccessKey) {
        for told in history.delivered where told.mirror == nil && told.notice.recipient != .security {
            let notice = told.notice
            let planned = PlannedNotice(
                round: notice.round, stage: notice.stage, isBinding: notice.binding, deadline: notice.deadline,
                isLate: notice.late, mayBeSpread: false, isPossibleRepeat: false, replaces: nil)
            owedCopies.append(OwedCopy(message: notice.message, action: action(.notice(planned), key)))
        }
    }

    private mutating func announceIfNew(_ key: AccessKey, _ history: KeyHistory) {
        guard let since = situation.accountKnownSince, key.createdAt > since, !history.announced else { return }
        if situation.mode == .report {
            // The summary is all that is posted here: known quietly, so that a later mode doesn't bring a flood.
            observe(.announced, key)
            return
        }
        let isBeingAsked = situation.user.keys.contains { older in
            older.id != key.id && older.createdAt < key.createdAt
                && !(situation.histories[older.id]?.reached.isEmpty ?? true)
        }
        tell(.newKey(expected: isBeingAsked), key)
    }

    private mutating func thankIfRotated(_ key: AccessKey, _ history: KeyHistory) {
        guard !history.reached.isEmpty, !history.thanked, !history.deactivatedByRelevo, situation.mode != .report,
            let successor = successor(of: key)
        else { return }
        tell(.rotated(successor: successor), key)
    }

    /// Keys that the ledger knows and a successful listing of their user no longer shows.
    private mutating func decideGone() {
        let listed = Set(situation.user.keys.map(\.id))
        for (id, history) in situation.histories.sorted(by: { $0.key < $1.key })
        where !listed.contains(id) {
            let address = situation.user.address(of: id)
            if !history.gone { observations.append(Observation(address: address, event: .gone)) }
            if let told = history.delivered.last {
                let key = AccessKey(
                    id: id, status: .other("Deleted"),
                    createdAt: history.createdAt ?? told.notice.decidedAt, lastUse: .unknown("deleted"))
                oweCopies(of: history, key)
                thankIfRotated(key, history)
            }
        }
    }

    private func successor(of key: AccessKey) -> AccessKeyID? {
        situation.user.keys
            .filter { $0.status == .active && $0.id != key.id && $0.createdAt > key.createdAt }
            .max { $0.createdAt < $1.createdAt }?.id
    }

    private mutating func holdWhatIsOld() {
        for key in situation.user.keys where key.status == .active { holdIfOld(key, .accountIncomplete) }
    }

    private mutating func holdIfOld(_ key: AccessKey, _ reason: HoldReason) {
        if key.age(at: situation.now) >= policy.deactivateAt { hold(key, reason) }
    }

    private mutating func hold(_ key: AccessKey, _ reason: HoldReason) {
        guard !held.contains(where: { $0.key.id == key.id }) else { return }
        held.append(
            HeldKey(
                account: situation.account, user: situation.user, key: key, ageDays: key.age(at: situation.now),
                addressee: situation.addressee, reason: reason))
    }

    /// Plans word about a key, or holds it while nobody can say whether its owner is reached.
    private mutating func tell(_ kind: PlannedAction.Kind, _ key: AccessKey) {
        if let why = situation.addresseeUnknown { hold(key, .recipientUnknown(why)) } else { act(kind, key) }
    }

    private mutating func act(_ kind: PlannedAction.Kind, _ key: AccessKey) {
        actions.append(action(kind, key))
    }

    private func action(_ kind: PlannedAction.Kind, _ key: AccessKey) -> PlannedAction {
        PlannedAction(
            kind: kind, account: situation.account, user: situation.user, key: key,
            ageDays: key.age(at: situation.now), addressee: situation.addressee)
    }

    private mutating func observe(_ event: KeyEvent, _ key: AccessKey) {
        observations.append(Observation(address: situation.user.address(of: key.id), event: event))
    }
}

extension HoldReason {
    /// Whether knowing the recipient could change it.
    fileprivate var dependsOnRecipient: Bool {
        switch self {
        case .notPromised, .promiseAhead, .noticeTooRecent, .channelCopyMissing, .clocksDisagree, .outsideWorkingHours:
            true
        default: false
        }
    }

    /// Whether the user or key is left alone altogether: not even a notice is sent.
    package var leavesAlone: Bool {
        switch self {
        case .protected, .exempt: true
        default: false
        }
    }
}
