package import FoundationEssentials

/// What is due for one user: a value, made without I/O, the same for `plan` and for `run`.
package struct UserDecision: Sendable {
    package internal(set) var actions: [PlannedAction] = []
    package internal(set) var held: [HeldKey] = []
    package internal(set) var observations: [Observation] = []
    /// Keys to deactivate that have waited for their turn before, and when that was last recorded.
    package internal(set) var waiting: [KeyAddress: Date] = [:]
    /// Notices whose channel copy has not been delivered.
    package internal(set) var missingCopies: [MissingChannelCopy] = []
    /// Exemptions in force, each once for a user and once for every key that has one of its own.
    package internal(set) var exemptions: [ExemptionInForce] = []
    package internal(set) var findings: [Finding] = []

    let input: DecisionInput
    let policy: Policy

    package init(_ input: DecisionInput, policy: Policy) {
        self.input = input
        self.policy = policy
        // An account that was not read completely is unknown: nothing in it is called new, gone, rotated or due.
        guard input.isAccountComplete else {
            holdWhatIsOld()
            return
        }
        for key in input.user.keys.sorted(by: { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }) {
            decide(key)
        }
        decideGone()
        listExemptions()
    }

    /// Keys whose last use must be known before they can be decided.
    package var wantsLastUse: Set<AccessKeyID> {
        Set(held.filter { $0.reason.code == .useUnknown }.map(\.key.id))
    }

    /// The same decision with every action held: what it would act on could not be read again.
    package func heldBack(_ why: String) -> UserDecision {
        var copy = self
        copy.actions = []
        copy.observations = []
        copy.missingCopies = []
        for action in actions { copy.hold(action.key, .lookUpFailed(why)) }
        return copy
    }

    private mutating func decide(_ key: AccessKey) {
        let history = input.histories[key.id] ?? KeyHistory()
        addMissingCopies(of: history, key)
        announceIfNew(key, history)
        warnOfDecoy(key, history)
        // IAM may still show the status from before Relevo's own change, so it proves nothing yet.
        guard !history.isStale(key.status, at: input.now) else { return }
        guard key.status == .active else {
            if history.ended == nil, !history.notices.isEmpty, !history.isInLastRound {
                observe(.roundEnded(reason: .switchedOff), key)
            }
            thankIfRotated(key, history)
            return
        }
        if history.deactivationPending {
            hold(key, .lookUpFailed("the result of an earlier deactivation could not be read yet"))
            return
        }
        if history.restorePending != nil {
            hold(key, .lookUpFailed("the result of an earlier restore could not be read yet"))
            return
        }
        warnOfEndings(key, history)
        warnOfLeaver(key, history)
        offerRetirement(key, history)
        // Its round ended with the deactivation, so further messages belong to a new one.
        if history.deactivatedByRelevo, input.mode != .report { announce(.reactivated, key) }
        decideActive(key, history)
    }

    private mutating func decideActive(_ key: AccessKey, _ history: KeyHistory) {
        let round = roundState(of: key, history)
        // While it is unknown who can be reached, nothing that depends on it is recorded; an exemption applies anyway.
        if let end = round.endsNow, input.addresseeUnknown == nil || end == .exempted || end == .exemptedByTags {
            observe(.roundEnded(reason: end), key)
        }

        // When the round of a last notice ends today, tags count again, unless the next notice is binding.
        var later = history
        if let end = round.endsNow { later.apply(.roundEnded(reason: end), at: input.now) }
        let refusal = Gate.historyRefusal(
            of: key.id, user: input.user, addressee: input.addressee, history: later, mode: input.mode, policy: policy,
            now: input.gateNow)
        let facts = Gate.Facts(
            key: key, user: input.user, round: round, mode: input.mode,
            isAccountComplete: input.isAccountComplete, clocksAgree: input.clocksAgree,
            ledgerDoubt: input.ledgerDoubt, stop: policy.stops.holding(input.user), now: input.gateNow,
            latest: input.latest)
        let gate = Gate.refusal(facts, policy: policy)
        tellOfOwnerChange(key, history, round, refusal)
        countOverdue(key, history, gate, refusal)
        defer { find(key, history, round, gate, refusal) }
        if input.addresseeUnknown == nil, gate == nil, let promise = round.promise {
            act(.deactivate(round: round.round, promise: promise), key)
            waiting[input.user.address(of: key.id)] = history.lastHeldByRate
            return
        }
        if let refusal, refusal.leavesAlone || refusal.code == .ownerUnreachable {
            holdIfOld(key, refusal)
            return
        }
        if input.mode != .report,
            let notice = PlannedNotice(
                // By what is known once the round is over: the next one may be a last notice's.
                dueFor: key, history: history, round: round.endsNow == nil ? round : roundState(of: key, later),
                isBinding: refusal == nil, policy: policy, now: input.now)
        {
            notify(key, history, notice)
            if notice.isLast, input.addresseeUnknown == nil {
                tellOthersOfLastNotice(key, history, deadline: notice.deadline, round: round.round, isPlanned: true)
            }
        } else if history.isInLastRound, input.addresseeUnknown == nil, let promise = round.promise {
            tellOthersOfLastNotice(key, history, deadline: promise.deadline, round: round.round, isPlanned: false)
        }
        // A key whose first notice is sent in this run is not held: it is among the actions.
        if gate == .notPromised, actions.last?.key.id == key.id, actions.last?.notice != nil { return }
        if let why = input.addresseeUnknown, gate?.dependsOnRecipient ?? true {
            holdIfOld(key, .recipientUnknown(why))
        } else if let gate {
            holdIfOld(key, gate)
        }
    }

    private func roundState(of key: AccessKey, _ history: KeyHistory) -> RoundState {
        RoundState(
            history,
            today: RoundState.Today(
                of: key.id, user: input.user, history: history, addressee: input.addressee,
                mode: input.mode, policy: policy, now: input.now, gateNow: input.gateNow,
                securityChannel: input.securityChannel),
            policy: policy)
    }

    private mutating func holdWhatIsOld() {
        for key in input.user.keys where key.status == .active { holdIfOld(key, .accountIncomplete) }
    }

    mutating func holdIfOld(_ key: AccessKey, _ reason: HoldReason) {
        if key.age(at: input.now) >= policy.deactivateAt { hold(key, reason) }
    }

    mutating func hold(_ key: AccessKey, _ reason: HoldReason) {
        guard !held.contains(where: { $0.key.id == key.id }) else { return }
        held.append(
            HeldKey(
                account: input.account, user: input.user, key: key, ageDays: key.age(at: input.now),
                addressee: input.addressee, reason: reason))
    }

    /// Plans an announcement about a key, or holds it while it is unknown whether its owner can be reached.
    mutating func announce(_ announcement: Announcement, _ key: AccessKey) {
        if let why = input.addresseeUnknown {
            hold(key, .recipientUnknown(why))
        } else {
            act(.announce(announcement), key)
        }
    }

    /// - Parameter addressee: today's, unless it is for somebody else.
    mutating func act(_ kind: PlannedAction.Kind, _ key: AccessKey, to addressee: Addressee? = nil) {
        actions.append(action(kind, key, to: addressee))
    }

    func action(_ kind: PlannedAction.Kind, _ key: AccessKey, to addressee: Addressee? = nil) -> PlannedAction {
        PlannedAction(
            kind: kind, account: input.account, user: input.user, key: key,
            ageDays: key.age(at: input.now), addressee: addressee ?? input.addressee)
    }

    mutating func observe(_ event: KeyEvent, _ key: AccessKey) {
        observations.append(Observation(address: input.user.address(of: key.id), event: event))
    }
}

extension UserDecision {
    /// The same decision without the deactivations that `before`, the decision by the settings in force until today,
    /// doesn't have.
    package func narrowed(by before: UserDecision) -> UserDecision {
        var copy = self
        for action in actions where action.isDeactivation {
            guard !before.actions.contains(where: { $0.isDeactivation && $0.key.id == action.key.id }) else { continue }
            copy.actions.removeAll { $0 == action }
            let why = before.held.first { $0.key.id == action.key.id }?.reason ?? .keyTooYoung
            copy.hold(action.key, .settingsChanged(why.text))
        }
        return copy
    }

    /// The same, with the observation that Slack refused the recipient with an unlisted code.
    ///
    /// - Parameter actions: what would be due; the observation is about their keys.
    package func withUnclearAnswer(about recipient: Recipient, due actions: [PlannedAction]) -> UserDecision {
        var copy = self
        copy.observations += Set(actions.map(\.address)).sorted().map {
            Observation(address: $0, event: .recipientUnclear(recipient: recipient))
        }
        return copy
    }
}

extension HoldReason {
    /// Whether knowing the recipient could change it.
    fileprivate var dependsOnRecipient: Bool {
        switch self {
        case .notPromised, .promiseAhead, .noticeTooRecent, .channelCopyMissing, .clocksDisagree, .outsideWorkingHours,
            .ledgerUnconfirmed, .otherLedger, .inUse, .useUnknown:
            true
        default: false
        }
    }

    /// Whether not even a notice is sent.
    package var leavesAlone: Bool {
        switch self {
        case .protected, .decoy, .exempt: true
        default: false
        }
    }
}
