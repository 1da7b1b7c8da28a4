import FoundationEssentials
import KeyPolicy

/// Finds who created a new key, and who activated a key again, for announcements: one question per account.
///
/// It never delays a run for long and never fails one: what can't be found is announced as unknown, with the reason.
struct KeyActivitySearch: Sendable {
    /// CloudTrail's history goes back this many days.
    private static let memory = 90
    /// Seconds between the clocks of a key's creation date and its event.
    private static let slack: Double = 300
    private static let atOnce = 4

    /// The accounts that can be reached.
    let readers: [AccountID: any AccountReader]
    let clock: RunClock
    let now: Date

    /// The same actions, each that has an author with what is known about it.
    func attached(to actions: [PlannedAction]) async -> [PlannedAction] {
        let asked = Dictionary(grouping: actions.filter { Topic($0.kind) != nil }) { action in
            Address(account: action.account.id, topic: Topic(action.kind) ?? .creation)
        }
        guard !asked.isEmpty else { return actions }
        let found = await answers(to: asked)
        return actions.map { action in
            guard let topic = Topic(action.kind) else { return action }
            var action = action
            let answer = found[Address(account: action.account.id, topic: topic)]
            action.activity = answer?[action.key.id] ?? .unknown("CloudTrail did not answer in time")
            return action
        }
    }

    private enum Topic: Hashable {
        case creation
        case reactivation

        init?(_ kind: PlannedAction.Kind) {
            switch kind {
            case .announce(.newKey): self = .creation
            case .announce(.reactivated): self = .reactivation
            case .notice, .deactivate, .announce, .restore: return nil
            }
        }
    }

    private struct Address: Hashable, Sendable {
        let account: AccountID
        let topic: Topic
    }

    private func answers(to asked: [Address: [PlannedAction]]) async -> [Address: [AccessKeyID: KeyActivityLookup]] {
        let questions = asked.sorted { $0.key.account < $1.key.account }
        let found = await clock.answers(to: questions, atOnce: Self.atOnce) { await answer($0.key, $0.value) }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.question.key, $0.answer) })
    }

    private func answer(_ address: Address, _ actions: [PlannedAction]) async -> [AccessKeyID: KeyActivityLookup] {
        let oldest = Days.after(-Self.memory, now)
        let remembered = actions.filter { address.topic == .reactivation || $0.key.createdAt >= oldest }
        var answer = Dictionary(
            uniqueKeysWithValues: Set(actions.map(\.key.id)).map { ($0, KeyActivityLookup.notFound) })
        guard let question = question(address.topic, remembered) else { return answer }
        guard let trail = readers[address.account]?.trail else {
            return answer.mapValues { _ in .unknown("the account can't be reached") }
        }
        answer.merge(await trail.activities(question)) { $1 }
        return answer
    }

    private func question(_ topic: Topic, _ actions: [PlannedAction]) -> KeyActivityQuestion? {
        let created = actions.map(\.key.createdAt)
        guard let first = created.min(), let last = created.max() else { return nil }
        let keys = Set(actions.map(\.key.id))
        return switch topic {
        case .creation:
            KeyActivityQuestion(
                .creation(during: first.addingTimeInterval(-Self.slack)...last.addingTimeInterval(Self.slack)), of: keys
            )
        case .reactivation: KeyActivityQuestion(.reactivation, of: keys)
        }
    }
}
