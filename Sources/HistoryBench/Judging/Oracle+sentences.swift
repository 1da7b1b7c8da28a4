import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// Whether what messages announced came true, in the quiet days at the end of a history, when nothing else happens.
///
/// Each sentence has two runs to come true, unless a later message about the key said otherwise.
extension Oracle {
    /// - Parameters:
    ///   - began: when the quiet days began.
    ///   - before: the start of the last run but one.
    func untrue(in scene: Scene, since began: Date, before: Date) -> [Fault] {
        scene.estate.users.flatMap { user in
            user.keys.filter { $0.status == .active && !isLeftAlone(user, $0.id, at: before, scene) }.flatMap { key in
                [
                    // What was in use when the quiet days began is unused by now.
                    before.timeIntervalSince(began) > 3 * 86_400 ? deadline(of: key, user, scene, before) : nil,
                    endOfExemption(of: key, user, scene, before), offer(of: key, user, scene, before),
                ].compactMap(\.self)
            }
        }
    }

    /// Whether an active key has a message that it is deactivated again on a later day.
    func awaitsRestoresEnd(in scene: Scene) -> Bool {
        scene.estate.users.flatMap(\.keys).contains { key in
            key.status == .active && restoreEnds(of: key.id).contains { $0.until > scene.now }
        }
    }

    /// A key is deactivated on the last announced day, if it stays as it is.
    private func deadline(of key: AccessKey, _ user: User, _ scene: Scene, _ before: Date) -> Fault? {
        let notices = said[key.id] ?? []
        let restores = restoreEnds(of: key.id)
        // A message without an answer may have been read, so its day counts too.
        let unsure = scene.messenger.lost.flatMap(\.lines).filter { $0.key == key.id }
        let days =
            (notices.map(\.line) + unsure).filter(\.isBinding).compactMap(\.deadline) + restores.map(\.until)
        let lastSaid = max(notices.last?.at ?? .distantPast, restores.map(\.at).max() ?? .distantPast)
        // What another ledger announced in the account holds each of its keys.
        let floor = promisedByOthers(in: user.account, scene) ?? .distantPast
        guard let latest = days.max(), max(latest, floor) < before, lastSaid < before else { return nil }
        // Announced under another age of deactivation than in the quiet days.
        guard latest >= Days.after(scene.settings.policy.deactivateAt, key.createdAt) else { return nil }
        // The last message may have been that nothing happens to it, or nothing without new notices.
        if let last = notices.last, !last.line.isBinding, last.at >= lastSaid { return nil }
        if (told[key.id] ?? []).contains(where: { $0.at > lastSaid && $0.word == "reactivated" }) { return nil }
        return untrue(key, user, "it was to be deactivated on \(latest.ISO8601Format())")
    }

    /// The latest day that runs unknown to the ledger in use announced in the account.
    private func promisedByOthers(in account: AccountID, _ scene: Scene) -> Date? {
        said.values.joined().filter { said in
            said.line.account == account && !(said.run.map(scene.known.contains) ?? false)
        }.compactMap(\.line.deadline).max()
    }

    /// Notices begin again after an exemption whose end was announced.
    private func endOfExemption(of key: AccessKey, _ user: User, _ scene: Scene, _ before: Date) -> Fault? {
        guard let first = scene.settings.policy.ladder.first, key.age(at: before) >= first,
            let ending = (told[key.id] ?? []).last(where: { $0.word == "exemptionEnding" }),
            let end = ending.line.deadline, ending.at < end, end < before,
            !(said[key.id] ?? []).contains(where: { $0.at >= ending.at }),
            !offs.contains(where: { $0.key == key.id && $0.trueAt >= ending.at })
        else { return nil }
        return untrue(key, user, "its notices were to begin again on \(end.ISO8601Format())")
    }

    /// Each owner is asked whether an unused key can be deactivated early, also after another owner was asked.
    private func offer(of key: AccessKey, _ user: User, _ scene: Scene, _ before: Date) -> Fault? {
        // A report may be hours old, and doesn't show more than two keys.
        let slack: Double = 5 * 3_600
        guard user.keys.count <= 2, let owner = ownerWhoIsOffered(user, scene),
            key.lastUse.isIdle(since: before.addingTimeInterval(-48 * 3_600 - slack)),
            user.keys.contains(where: { other in
                guard other.status == .active, other.createdAt > key.createdAt,
                    case .used(let at, _, _) = other.lastUse
                else { return false }
                return at > scene.now.addingTimeInterval(-48 * 3_600 + slack) && at < before.addingTimeInterval(-slack)
            }),
            !(told[key.id] ?? []).contains(where: { $0.word == "retirementOffered" && $0.recipient == owner })
        else { return nil }
        return untrue(key, user, "\(owner.text) was never asked whether it can be deactivated early")
    }

    private func untrue(_ key: AccessKey, _ user: User, _ text: String) -> Fault {
        Fault(kind: "untrue", text: "\(user.name)'s \(key.id) is on: \(text)")
    }
}
