import FoundationEssentials

/// What is told of keys without asking anybody to rotate them: bait that was taken, an end that comes near, a key that
/// nobody needs any more.
extension UserDecision {
    /// Days before its end at which the channel is warned of an exemption's.
    static let exemptionWarning = 7
    /// Seconds before the end of a restore at which it is told once more.
    static let restoreWarning: Double = 4 * 3_600

    mutating func warnOfDecoy(_ key: AccessKey, _ history: KeyHistory) {
        guard policy.isDecoy(situation.user), situation.mode != .report,
            case .used(let at, let service, let region) = key.lastUse
        else { return }
        if case .instant(let told) = history.lastOccasion(of: .decoyUsed), told >= at { return }
        // Whoever is said to own it may be the one who took it: the channel alone is told, and nothing waits for Slack.
        act(.announce(.decoyUsed(at: at, service: service, region: region)), key)
    }

    mutating func warnOfEndings(_ key: AccessKey, _ history: KeyHistory) {
        guard situation.mode != .report else { return }
        // Only an end that everybody was told of deactivates the key again.
        if let restore = history.restore, situation.now < restore.until,
            situation.now >= restore.until.addingTimeInterval(-Self.restoreWarning),
            history.lastOccasion(of: .restoreEnding) != .instant(at: restore.until),
            restore.told.isSuperset(of: [.security, situation.addressee.recipient]),
            refusal(of: key, history) == nil
        {
            announce(.restoreEnding(until: restore.until), key)
        }
        // Tags that a last notice leaves no say exempt nothing, so nothing ends with them.
        guard case .exempt = refusal(of: key, history) else { return }
        let holding = policy.exemptions(of: situation.user, key: key.id).filter { $0.holds(at: situation.gateNow) }
        guard let last = holding.max(by: { ($0.until ?? .distantFuture) < ($1.until ?? .distantFuture) }),
            let until = last.until, until <= Days.after(Self.exemptionWarning, situation.now),
            history.lastOccasion(of: .exemptionEnding) != .instant(at: until)
        else { return }
        announce(.exemptionEnding(last), key)
    }

    mutating func offerRetirement(_ key: AccessKey, _ history: KeyHistory) {
        let user = situation.user
        guard situation.mode == .enforce, situation.addressee.fallback == nil,
            case .person = situation.addressee.recipient,
            key.lastUse.isIdle(since: situation.now.addingTimeInterval(-Gate.inUseWindow)),
            refusal(of: key, history) == nil,
            let successor = Gate.successor(of: key, in: user, now: situation.now),
            // Who answers for it now may be another than the one who was asked.
            !history.recipients(of: .retirementOffered, .successor(key: successor.id))
                .isSuperset(of: [.security, situation.addressee.recipient])
        else { return }
        announce(.retirementOffered(successor: successor.id), key)
    }

    private func refusal(of key: AccessKey, _ history: KeyHistory) -> HoldReason? {
        Gate.standingRefusal(
            of: key.id, user: situation.user, history: history, mode: situation.mode, policy: policy,
            now: situation.gateNow)
    }

    mutating func listExemptions() {
        exemptions = ExemptionInForce.all(
            of: situation.user, in: situation.account, policy: policy, at: situation.gateNow)
    }
}
