import FoundationEssentials

/// Announcements about a user's keys: new, rotated, gone.
extension UserDecision {
    mutating func announceIfNew(_ key: AccessKey, _ history: KeyHistory) {
        guard let since = input.accountKnownSince, key.createdAt > since, !history.wasTold(of: .newKey) else {
            return
        }
        if input.mode == .report {
            // In this mode only the summary is posted. The key counts as announced, so that a later mode doesn't
            // announce many keys at once.
            observe(.announced(told: Announcement.newKey(expected: false).told(to: .security)), key)
            return
        }
        let isBeingAsked = input.user.keys.contains { older in
            older.id != key.id && older.createdAt < key.createdAt
                && !(input.histories[older.id]?.reached.isEmpty ?? true)
        }
        announce(.newKey(expected: isBeingAsked), key)
    }

    mutating func thankIfRotated(_ key: AccessKey, _ history: KeyHistory) {
        // In runs that this ledger lost, Relevo itself may have deactivated the key.
        if let gap = policy.gap, !history.delivered.contains(where: { $0.delivery.map { $0.at >= gap.at } ?? false }) {
            return
        }
        guard !history.reached.isEmpty, !history.wasTold(of: .rotated), !history.deactivatedByRelevo,
            input.mode != .report,
            let successor = successor(of: key)
        else { return }
        announce(.rotated(successor: successor), key)
        guard let index = actions.indices.last, actions[index].announcement == .rotated(successor: successor) else {
            return
        }
        actions[index].toldDeadline = history.delivered.map(\.notice.deadline).max()
        let before = input.histories.values.filter { $0.wasTold(of: .rotated) && !$0.delivered.isEmpty }
            .max { ($0.createdAt ?? .distantPast) < ($1.createdAt ?? .distantPast) }
        actions[index].notices = before.map { .init(now: history.delivered.count, before: $0.delivered.count) }
    }

    /// Keys that the ledger knows and a successful listing of their user no longer shows.
    mutating func decideGone() {
        let listed = Set(input.user.keys.map(\.id))
        for (id, history) in input.histories.sorted(by: { $0.key < $1.key })
        where !listed.contains(id) {
            let address = input.user.address(of: id)
            if !history.gone { observations.append(Observation(address: address, event: .gone)) }
            if let told = history.delivered.last ?? history.withoutChannelCopy.last {
                let key = AccessKey(
                    id: id, status: .other("Deleted"),
                    createdAt: history.createdAt ?? told.notice.decidedAt, lastUse: .unknown("deleted"))
                addMissingCopies(of: history, key)
                thankIfRotated(key, history)
            }
        }
    }

    private func successor(of key: AccessKey) -> AccessKeyID? {
        input.user.keys
            .filter { $0.status == .active && $0.id != key.id && $0.createdAt > key.createdAt }
            .max { $0.createdAt < $1.createdAt }?.id
    }
}

/// Warnings that ask nobody to rotate a key: a used decoy, an end that is near, an unused key.
extension UserDecision {
    /// Days before the end of an exemption at which the channel is warned.
    static let exemptionWarning = 7
    /// Seconds before the end of a restore at which a reminder is sent.
    static let restoreWarning: Double = 4 * 3_600

    mutating func warnOfDecoy(_ key: AccessKey, _ history: KeyHistory) {
        guard policy.isDecoy(input.user), input.mode != .report,
            case .used(let at, let service, let region) = key.lastUse
        else { return }
        if case .instant(let told) = history.lastOccasion(of: .decoyUsed), told >= at { return }
        // The owner may be the one who used the decoy: only the channel is notified, and nothing waits for Slack.
        act(.announce(.decoyUsed(at: at, service: service, region: region)), key)
    }

    mutating func warnOfEndings(_ key: AccessKey, _ history: KeyHistory) {
        guard input.mode != .report else { return }
        // Only an end that everyone was notified of deactivates the key again.
        if let restore = history.restore, input.now < restore.until,
            input.now >= restore.until.addingTimeInterval(-Self.restoreWarning),
            history.lastOccasion(of: .restoreEnding) != .instant(at: restore.until),
            restore.told.isSuperset(of: [.security, input.addressee.recipient]),
            refusal(of: key, history) == nil
        {
            announce(.restoreEnding(until: restore.until), key)
        }
        // Tags that a last notice overrides exempt nothing, so their end needs no warning.
        guard case .exempt = refusal(of: key, history) else { return }
        let holding = policy.exemptions(of: input.user, key: key.id).filter { $0.holds(at: input.gateNow) }
        guard let last = holding.max(by: { ($0.until ?? .distantFuture) < ($1.until ?? .distantFuture) }),
            let until = last.until, until <= Days.after(Self.exemptionWarning, input.now),
            history.lastOccasion(of: .exemptionEnding) != .instant(at: until)
        else { return }
        announce(.exemptionEnding(last), key)
    }

    /// Whatever the key's age: nobody rotates it any more, and nobody misses it.
    mutating func warnOfLeaver(_ key: AccessKey, _ history: KeyHistory) {
        guard input.mode != .report, let owner = input.leaver, !policy.isProtected(input.user),
            !policy.isDecoy(input.user),
            // Too many left at once; an approver must say whether that is right.
            !policy.stops.standing.contains(where: { $0.isAbout(leaver: owner) && $0.holds(input.user) }),
            history.lastOccasion(of: .ownerLeft) != .owner(recipient: owner)
        else { return }
        if case .exempt(let exemption) = refusal(of: key, history), exemption.source != .tags { return }
        announce(.ownerLeft(owner: owner), key)
    }

    mutating func offerRetirement(_ key: AccessKey, _ history: KeyHistory) {
        let user = input.user
        guard input.mode == .enforce, input.addressee.fallback == nil,
            case .person = input.addressee.recipient,
            key.lastUse.isIdle(since: input.now.addingTimeInterval(-Gate.inUseWindow)),
            refusal(of: key, history) == nil,
            let successor = Gate.successor(of: key, in: user, now: input.now),
            // Today's recipient may be another than the one who got the offer.
            !history.recipients(of: .retirementOffered, .successor(key: successor.id))
                .isSuperset(of: [.security, input.addressee.recipient])
        else { return }
        announce(.retirementOffered(successor: successor.id), key)
    }

    func refusal(of key: AccessKey, _ history: KeyHistory) -> HoldReason? {
        Gate.historyRefusal(
            of: key.id, user: input.user, addressee: input.addressee, history: history, mode: input.mode,
            policy: policy, now: input.gateNow)
    }

    mutating func listExemptions() {
        exemptions = ExemptionInForce.all(
            of: input.user, in: input.account, policy: policy, at: input.gateNow)
    }
}
