import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes

/// The day's limit and the alarm.
extension Oracle {
    func judgeBrake(_ done: StatusChange, _ scene: Scene) -> [Fault] {
        let offset = scene.settings.policy.hours?.zone.standing(at: done.trueAt).offset ?? 0
        // Clocks that differ by some minutes put a deactivation near midnight into either day.
        func day(_ instant: Date) -> Int? {
            let seconds = instant.timeIntervalSince1970 + Double(offset)
            let ofDay = seconds.truncatingRemainder(dividingBy: 86_400)
            return ofDay < 900 || ofDay > 85_500 ? nil : Int(seconds / 86_400)
        }
        guard let today = day(done.trueAt) else { return [] }
        // Another ledger has its own limit.
        let recent = zip(offs, doers).filter { $1.ledger == scene.ledger && day($0.trueAt) == today }.map(\.0)
        var faults: [Fault] = []
        let most = scene.settings.policy.maxDeactivations
        if recent.count > most {
            faults.append(fault("brake", done, "it is number \(recent.count) of its day and \(most) are allowed"))
        }
        let there = recent.filter { $0.user.account == done.user.account }.count
        if let most = scene.settings.accounts[done.user.account]?.maxDeactivations, there > most {
            faults.append(
                fault("accountBrake", done, "it is number \(there) of its day there and \(most) are allowed"))
        }
        return faults + judgeAlarm(done, scene)
    }

    /// Too many at once that an earlier run could have deactivated and did not even postpone.
    private func judgeAlarm(_ done: StatusChange, _ scene: Scene) -> [Fault] {
        guard case .run(let startedAt, _, false, _) = scene.doing, let served = served[done.user.account] else {
            return []
        }
        let surprises = offs.filter { off in
            guard off.trueAt >= startedAt, off.user.account == done.user.account, waited[off.key] == nil,
                released[off.key.rawValue] == nil
            else { return false }
            let told = (said[off.key] ?? []).compactMap(\.line.deadline) + restoreEnds(of: off.key).map(\.until)
            return (told.max() ?? .distantFuture) < served.addingTimeInterval(-900)
        }
        let active = scene.estate.users.filter { $0.account == done.user.account }
            .flatMap(\.keys).count { $0.status == .active }
        let most = max(4, (active + offs.count) * scene.settings.policy.maxPercent / 100)
        guard surprises.count > most else { return [] }
        return [fault("noAlarm", done, "it is number \(surprises.count) that became due at once, and \(most) may")]
    }

    /// A run's own report; nil if it was cut off or refused.
    mutating func ended(_ report: RunReport?, startedAt: Date, at now: Date, _ settings: WatchSettings) {
        used.append((startedAt, settings, report != nil))
        guard let report else {
            endedSilently.append(now)
            return
        }
        let ofKeys: Set<HoldReason.Code> = [
            .keyNotActive, .keyTooYoung, .protected, .decoy, .exempt, .ownerTypeUnknown, .machinesNotEnforced,
            .ownerUnreachable,
            .notPromised, .promiseAhead, .noticeTooRecent, .channelCopyMissing, .inUse,
            .useUnknown, .rate,
        ]
        var open = Set(report.plan.accounts.filter(\.isComplete).map(\.account.id))
        for held in report.plan.held {
            if [.rate, .alarm].contains(held.reason.code) { waited[held.key.id] = now }
            if !ofKeys.contains(held.reason.code) { open.remove(held.account.id) }
        }
        for action in report.plan.deactivations where report.outcomes[action.id] != .done {
            open.remove(action.account.id)
        }
        for account in open { served[account] = startedAt }
    }
}
