import FoundationEssentials
import KeyPolicy
import KeyWatchFakes

/// What happened to keys between two looks, as far as anybody who looks now and then could have noticed: what came and went
/// unseen leaves no trace in IAM.
struct Past {
    /// A key's last time off.
    private struct Off {
        let at: Date
        /// A run could tell.
        var wasSeen: Bool
        /// What held when it went off.
        let since: Date?
    }

    private var off: [AccessKeyID: Off] = [:]
    /// Since when a key is on that was seen to be off before.
    private var on: [AccessKeyID: Date] = [:]
    /// What was said before doesn't count: the key was exempt, or its account away, and a run saw it.
    private var void: [AccessKeyID: Date] = [:]
    /// The same, where it was an approver's exemption or the account, and not the user's own tags.
    private var approvedVoid: [AccessKeyID: Date] = [:]
    /// Keys that Relevo switched on again, and when.
    private(set) var restored: [AccessKeyID: Date] = [:]

    /// Every time that Relevo switched a key on again.
    private(set) var restores: [(key: AccessKeyID, at: Date)] = []

    /// From when on words about a key count.
    func since(_ key: AccessKeyID) -> Date { max(on[key] ?? .distantPast, void[key] ?? .distantPast) }

    /// The same for the last notice of an overdue key: what its owner does takes nothing from it.
    func sinceApproved(_ key: AccessKeyID) -> Date { approvedVoid[key] ?? .distantPast }

    /// - Parameter byAnother: whether, if Relevo did it, it was another ledger's.
    mutating func note(_ change: StatusChange, byAnother: Bool = false) {
        let key = change.key
        let byRelevo = change.byRelevo && !byAnother
        if !change.isActive {
            // Relevo writes down what it is about to do, so its own work is always seen.
            off[key] = Off(at: change.trueAt, wasSeen: byRelevo, since: on[key])
            restored[key] = nil
        } else if byRelevo {
            // A restore goes on where the deactivation stopped; whatever was in between, nobody noticed.
            on[key] = off[key]?.since
            restored[key] = change.trueAt
            restores.append((key, change.trueAt))
        } else if let was = off[key] {
            if was.wasSeen { on[key] = change.trueAt }
            restored[key] = nil
        }
    }

    /// A report that is handed out may be four hours old, so a key counts as seen off only some hours later.
    private static let reportAge: Double = 4.6 * 3_600

    mutating func look(around scene: Oracle.Scene, _ oracle: Oracle) {
        guard case .run(let startedAt, _, _, _) = scene.doing, !scene.completed.isEmpty else { return }
        for user in scene.estate.users where scene.completed.contains(user.account) {
            for key in user.keys {
                if key.status != .active, let known = off[key.id],
                    startedAt.timeIntervalSince(known.at) > Self.reportAge
                {
                    off[key.id]?.wasSeen = true
                }
                // While it is off no round is open; a restore goes on with the one that ended.
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

    /// With the ledger everything is forgotten that was noticed since it was copied.
    mutating func forget(since instant: Date, _ then: Past) {
        void = then.void
        approvedVoid = then.approvedVoid
        for (key, known) in off where known.at > instant {
            on[key] = known.since
            off[key]?.wasSeen = false
        }
    }
}
