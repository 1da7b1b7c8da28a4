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
