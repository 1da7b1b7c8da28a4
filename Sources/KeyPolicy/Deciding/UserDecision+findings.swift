import FoundationEssentials

/// What looks like an owner who wants to keep a key, or like tags that nobody minds.
extension UserDecision {
    /// Beginnings anew after which somebody should look: one is a new owner, two are a pattern.
    static let restartsToLookAt = 2

    mutating func find(_ key: AccessKey, _ history: KeyHistory, _ round: RoundStanding, _ refusal: HoldReason?) {
        guard situation.mode == .enforce, !(refusal?.leavesAlone ?? false) else { return }
        if key.age(at: situation.now) >= policy.deactivateAt, history.restarts >= Self.restartsToLookAt,
            let last = history.lastRestart
        {
            add(.beginsAnew(times: history.restarts, last: last), key)
        }
        if let refusal, let promise = round.promise, refusal.isOwnersType {
            add(.leftTheLadder(promised: promise.deadline, why: refusal), key)
        }
    }

    private mutating func add(_ kind: Finding.Kind, _ key: AccessKey) {
        findings.append(Finding(account: situation.account, user: situation.user, key: key, kind: kind))
    }
}

extension HoldReason {
    /// Whether it stands in the `type` tag alone.
    fileprivate var isOwnersType: Bool {
        switch self {
        case .ownerTypeUnknown, .machinesNotEnforced: true
        default: false
        }
    }
}
