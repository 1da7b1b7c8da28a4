import FoundationEssentials
import KeyPolicy
import KeyWatchFakes

/// What happened to keys between two checks, as far as a periodic reader could notice: what changed and changed back unseen
/// leaves no trace in IAM.
struct Past {
    /// A key's last inactive time.
    private struct Off {
        let at: Date
        /// A run could notice it.
        var wasSeen: Bool
        /// What applied when it was deactivated.
        let since: Date?
    }

    private var off: [AccessKeyID: Off] = [:]
    /// Since when a key is active that was seen inactive before.
    private var on: [AccessKeyID: Date] = [:]
    /// Earlier notices don't count: the key was exempt, or its account absent, and a run saw it.
    private var void: [AccessKeyID: Date] = [:]
    /// The same, where it was an approver's exemption or the account, and not the user's own tags.
    private var approvedVoid: [AccessKeyID: Date] = [:]
    /// Keys that Relevo activated again, and when.
    private(set) var restored: [AccessKeyID: Date] = [:]

    /// Every time that Relevo activated a key again.
    private(set) var restores: [(key: AccessKeyID, at: Date)] = []

    /// From when on notices about a key count.
    func since(_ key: AccessKeyID) -> Date { max(on[key] ?? .distantPast, void[key] ?? .distantPast) }

    /// The same for the last notice of an overdue key: what its owner does doesn't affect it.
    func sinceApproved(_ key: AccessKeyID) -> Date { approvedVoid[key] ?? .distantPast }

    /// - Parameter byAnother: whether, if Relevo did it, it was another ledger's.
    mutating func note(_ change: StatusChange, byAnother: Bool = false) {
        let key = change.key
        let byRelevo = change.byRelevo && !byAnother
        if !change.isActive {
            // Relevo records what it is about to do, so its own actions are always seen.
            off[key] = Off(at: change.trueAt, wasSeen: byRelevo, since: on[key])
            restored[key] = nil
        } else if byRelevo {
            // A restore continues where the deactivation stopped; nobody noticed what was in between.
            on[key] = off[key]?.since
            restored[key] = change.trueAt
            restores.append((key, change.trueAt))
        } else if let was = off[key] {
            if was.wasSeen { on[key] = change.trueAt }
            restored[key] = nil
        }
    }

    /// A report may be four hours old, so a key counts as seen inactive only some hours later.
    private static let reportAge: Double = 4.6 * 3_600

    mutating func observe(_ scene: Oracle.Scene, _ oracle: Oracle) {
        guard case .run(let startedAt, _, _, _) = scene.doing, !scene.completed.isEmpty else { return }
        for user in scene.estate.users where scene.completed.contains(user.account) {
            for key in user.keys {
                if key.status != .active, let known = off[key.id],
                    startedAt.timeIntervalSince(known.at) > Self.reportAge
                {
                    off[key.id]?.wasSeen = true
                }
                // While it is inactive, no round is open; a restore continues the one that ended.
                if key.status == .active, !scene.doing.isRaced, oracle.isLeftAlone(user, key.id, at: startedAt, scene) {
                    void[key.id] = startedAt
                    if oracle.isLeftAlone(user, key.id, at: startedAt, scene, countsTags: false) {
                        approvedVoid[key.id] = startedAt
                    }
                }
            }
        }
        for (key, said) in oracle.said {
            if let line = said.last?.line, scene.estate.isActive(key), !scene.estate.isPresent(line.account) {
                void[key] = startedAt
                approvedVoid[key] = startedAt
            }
        }
    }

    /// With the ledger, everything noticed since its copy is lost.
    mutating func forget(since instant: Date, _ then: Past) {
        void = then.void
        approvedVoid = then.approvedVoid
        for (key, known) in off where known.at > instant {
            on[key] = known.since
            off[key]?.wasSeen = false
        }
    }
}
