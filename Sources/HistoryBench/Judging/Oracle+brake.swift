import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// The brake, and what goes by somebody's leave.
extension Oracle {
    func judgeBrake(_ done: StatusChange, _ scene: Scene) -> [Fault] {
        if let at = released[done.key.rawValue], done.trueAt.timeIntervalSince(at) <= 25 * 3_600 { return [] }
        // Clocks that were some minutes apart when a deactivation was written down put its day off by as much.
        let recent = offs.filter { done.trueAt.timeIntervalSince($0.trueAt) < 86_400 - 900 }
        var faults: [Fault] = []
        let most = scene.settings.policy.maxDeactivations
        if recent.count > most {
            faults.append(fault("brake", done, "it is number \(recent.count) in 24 hours and \(most) are allowed"))
        }
        let there = recent.filter { $0.user.account == done.user.account }.count
        if let most = scene.settings.accounts[done.user.account]?.maxDeactivations, there > most {
            faults.append(
                fault("accountBrake", done, "it is number \(there) there in 24 hours and \(most) are allowed"))
        }
        return faults
    }

    /// An early retirement needs the word of the one who answers, given to an offer that reached them.
    func judgeRetirement(_ done: StatusChange, _ agreedBy: SlackUserID, _ scene: Scene) -> [Fault] {
        var faults = judgeRecipient(.person(agreedBy), done, scene)
        let owner = Recipient.person(agreedBy)
        let offered = (told[done.key] ?? []).contains {
            $0.word == "retirementsOffered" && $0.recipient == owner && $0.at <= done.trueAt
        }
        if !offered { faults.append(fault("notOffered", done, "\(agreedBy) was never offered to retire it")) }
        if case .used(let at, _, _) = use(of: done), at > done.trueAt.addingTimeInterval(-48 * 3_600 + Self.grain) {
            faults.append(fault("retiredInUse", done, "it was used on \(at.ISO8601Format())"))
        }
        let hasSuccessor = done.user.keys.contains { key in
            guard key.id != done.key, key.status == .active, key.createdAt > done.createdAt,
                case .used(let at, _, _) = key.lastUse
            else { return false }
            return at > done.trueAt.addingTimeInterval(-48 * 3_600 - Self.grain)
        }
        if !hasSuccessor { faults.append(fault("noSuccessor", done, "no younger key is in use")) }
        return faults
    }
}
