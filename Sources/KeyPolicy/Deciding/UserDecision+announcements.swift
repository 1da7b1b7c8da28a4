import FoundationEssentials

/// What a user's keys have come to: new, rotated, gone.
extension UserDecision {
    mutating func announceIfNew(_ key: AccessKey, _ history: KeyHistory) {
        guard let since = situation.accountKnownSince, key.createdAt > since, !history.wasTold(of: .newKey) else {
            return
        }
        if situation.mode == .report {
            // The summary is all that is posted here: known quietly, so that a later mode doesn't bring a flood.
            observe(.announced(told: Announcement.newKey(expected: false).told(to: .security)), key)
            return
        }
        let isBeingAsked = situation.user.keys.contains { older in
            older.id != key.id && older.createdAt < key.createdAt
                && !(situation.histories[older.id]?.reached.isEmpty ?? true)
        }
        announce(.newKey(expected: isBeingAsked), key)
    }

    mutating func thankIfRotated(_ key: AccessKey, _ history: KeyHistory) {
        // What became of a key in runs that this ledger lost, Relevo may have done itself.
        if let gap = policy.gap, !history.delivered.contains(where: { $0.delivery.map { $0.at >= gap.at } ?? false }) {
            return
        }
        guard !history.reached.isEmpty, !history.wasTold(of: .rotated), !history.deactivatedByRelevo,
            situation.mode != .report,
            let successor = successor(of: key)
        else { return }
        announce(.rotated(successor: successor), key)
    }

    /// Keys that the ledger knows and a successful listing of their user no longer shows.
    mutating func decideGone() {
        let listed = Set(situation.user.keys.map(\.id))
        for (id, history) in situation.histories.sorted(by: { $0.key < $1.key })
        where !listed.contains(id) {
            let address = situation.user.address(of: id)
            if !history.gone { observations.append(Observation(address: address, event: .gone)) }
            if let told = history.delivered.last ?? history.uncopied.last {
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
}

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
