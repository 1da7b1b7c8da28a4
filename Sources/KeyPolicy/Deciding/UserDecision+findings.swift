/// Findings: keys that are past their deadline and still active, for whatever reason.
extension UserDecision {
    /// New rounds after which a key is a finding: one may be a new owner, two are a pattern.
    static let restartsToLookAt = 2

    mutating func find(
        _ key: AccessKey, _ history: KeyHistory, _ round: RoundState, _ gate: HoldReason?, _ refusal: HoldReason?
    ) {
        if case .ownerUnreachable(let reason) = refusal {
            findUnreachable(key, reason)
            guard history.firstDeadline != nil else { return }
        }
        guard input.mode == .enforce, key.age(at: input.now) >= policy.deactivateAt,
            !(refusal?.isApprovers ?? false)
        else { return }
        if history.restarts >= Self.restartsToLookAt, let last = history.lastRestart {
            add(.beginsAnew(times: history.restarts, last: last), key, history)
        } else if let why = refusal ?? (round.promise == nil ? gate : nil), !hasFirstNotice(key) {
            add(.pastItsDay(promised: history.firstDeadline, why: why), key, history)
        } else if history.overdueDays > 0, gate != nil {
            add(.overdue, key, history)
        }
    }

    /// Once for a user with keys that are old enough for notices.
    private mutating func findUnreachable(_ key: AccessKey, _ reason: UnreachableReason) {
        guard input.mode != .report, key.age(at: input.now) >= policy.ladder.first ?? policy.deactivateAt,
            !findings.contains(where: { $0.key == nil })
        else { return }
        findings.append(Finding(subject: .user(input.user, in: input.account), kind: .ownerUnreachable(reason)))
    }

    /// Whether its first binding notice is sent in this run.
    private func hasFirstNotice(_ key: AccessKey) -> Bool {
        actions.contains { $0.key.id == key.id && ($0.notice?.isBinding ?? false) }
    }

    private mutating func add(_ kind: Finding.Kind, _ key: AccessKey, _ history: KeyHistory) {
        findings.append(
            Finding(
                subject: .key(key, of: input.user, in: input.account), kind: kind, overdueDays: history.overdueDays))
    }
}

extension HoldReason {
    /// Whether an approver or the configuration excludes the key; reports list those keys elsewhere.
    fileprivate var isApprovers: Bool {
        switch self {
        case .protected, .decoy: true
        case .exempt(let exemption): exemption.source != .tags
        default: false
        }
    }
}
