import FoundationEssentials
import KeyPolicy

/// Finds what uses the keys that have a notice due: the program, from where, and what it called.
///
/// For each such key it asks in the Region of the last use and in the home Region, one call each. The ledger doesn't keep
/// the answer: a round has a notice per stage, so by default a key is looked up three times in a round.
///
/// It never delays a run for long and never fails one. What can't be found in time isn't said: a key without an answer is
/// neither unused nor used by anything.
struct KeyUseSearch: Sendable {
    /// CloudTrail's history goes back this many days.
    private static let memory = 90
    private static let atOnce = 8

    /// The accounts that can be reached.
    let readers: [AccountID: any AccountReader]
    let clock: RunClock
    let now: Date

    /// The same actions, each notice with what is known about its key's use.
    func attached(to actions: [PlannedAction]) async -> [PlannedAction] {
        let questions = questions(about: actions)
        guard !questions.isEmpty else { return actions }
        let answers = await clock.answers(to: questions, atOnce: Self.atOnce) { await answer($0) }
        let found = Dictionary(
            answers.compactMap { asked, use in use.map { (asked.key, $0) } }, uniquingKeysWith: { $1 })
        return actions.map { action in
            guard action.notice != nil, let use = found[action.key.id] else { return action }
            var action = action
            action.use = use
            return action
        }
    }

    private struct Question: Sendable {
        let key: AccessKeyID
        let regions: [String]
        let trail: any AuditTrail
    }

    /// One key of each account after the other, because AWS limits the calls of each account.
    private func questions(about actions: [PlannedAction]) -> [Question] {
        // In the channel that stands in for an owner, notices are a list without uses.
        let noticed = actions.filter { $0.notice != nil && $0.recipient != .security }
        let byAccount = Dictionary(grouping: noticed, by: \.account.id).sorted { $0.key < $1.key }.map(\.value)
        let longest = byAccount.map(\.count).max() ?? 0
        return (0..<longest).flatMap { index in
            byAccount.compactMap { $0.count > index ? question(about: $0[index]) : nil }
        }
    }

    /// Nil where CloudTrail can't know anything, or can't be asked.
    private func question(about action: PlannedAction) -> Question? {
        guard let trail = readers[action.account.id]?.trail else { return nil }
        let region: String?
        switch action.key.lastUse {
        case .never: return nil
        case .used(let at, _, _) where at < Days.after(-Self.memory, now): return nil
        case .used(_, _, let shown): region = shown
        case .unknown: region = nil
        }
        let home = trail.homeRegion
        // IAM returns "N/A" for services without regions.
        guard let region, !region.isEmpty, region != "N/A", region != home else {
            return Question(key: action.key.id, regions: [home], trail: trail)
        }
        return Question(key: action.key.id, regions: [region, home], trail: trail)
    }

    /// Nil if a look-up fails: the calls of one Region alone may be the wrong ones.
    private func answer(_ question: Question) async -> KeyUse? {
        var calls: [KeyCall] = []
        for region in question.regions {
            guard let some = await question.trail.calls(signedWith: question.key, in: region) else { return nil }
            calls += some
        }
        return KeyUse(calls)
    }
}
