import FoundationEssentials
import KeyPolicy

/// Tells of new, rotated and re-activated keys: to the channel first, as that is what makes it known, then to the owner.
struct Announcing: Sendable {
    let journal: RunJournal
    let messenger: any Messenger
    let composer: any Composer
    let clock: RunClock
    let plan: Plan

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var problems: [String] = []
    }

    func announce() async throws -> Result {
        var result = Result()
        let actions = Dictionary(grouping: plan.actions, by: \.word)
        try await tell(actions["newKey"], event: .announced, &result) { .newKeys($0, audience: $1) }
        try await tell(actions["rotated"], event: .thanked, &result) { .rotated($0, audience: $1) }
        try await tell(actions["reactivated"], event: nil, &result) { .reactivated($0, audience: $1) }
        return result
    }

    private func tell(
        _ actions: [PlannedAction]?, event: KeyEvent?, _ result: inout Result,
        as word: ([PlannedAction], Word.Audience) -> Word
    ) async throws {
        guard let actions, !actions.isEmpty else { return }
        for part in composer.compose(word(actions, .channel), now: plan.at) {
            let covered = actions.filter { part.covers.contains($0.id) }
            guard !covered.isEmpty else { continue }
            if let why = try await send(part, to: .security) {
                for action in covered { result.outcomes[action.id] = .failed(why) }
                result.problems.append("Word about \(covered.count) keys did not reach the security channel: \(why).")
                continue
            }
            if let event {
                try await journal.record(covered.map { .about($0.address, event, at: clock.policy()) })
            }
            for action in covered { result.outcomes[action.id] = .delivered }
        }
        let toOwners = actions.filter { $0.recipient != .security && result.outcomes[$0.id] == .delivered }
        for (recipient, group) in Dictionary(grouping: toOwners, by: \.recipient).sorted(by: { $0.key < $1.key }) {
            for part in composer.compose(word(group, .owner), now: plan.at) {
                if let why = try await send(part, to: recipient) {
                    result.problems.append("Word to \(recipient.text) did not arrive: \(why).")
                }
            }
        }
    }

    /// Nil when it was delivered.
    private func send(_ part: ComposedMessage, to recipient: Recipient) async throws -> String? {
        guard let id = await journal.nextMessageID() else { return "no message id" }
        return switch try await messenger.send(part.payload, id: id, to: recipient, thread: nil) {
        case .delivered: nil
        case .unreachable(_, let why), .notDelivered(let why), .unknown(let why): why
        }
    }
}
