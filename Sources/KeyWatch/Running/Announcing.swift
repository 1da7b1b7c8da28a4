import FoundationEssentials
import KeyPolicy

/// Tells of new, rotated and re-activated keys: to the channel first, as that is what makes it known, then to the owner.
struct Announcing: Sendable {
    let telling: Telling
    let composer: any Composer
    let plan: Plan
    /// Facts that words still in the outbox will make true: not told a second time beside them.
    let pending: Set<ToldFact>

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var problems: [String] = []
    }

    func announce() async throws -> Result {
        var result = Result()
        let actions = Dictionary(grouping: plan.actions, by: \.word)
        try await tell(actions["newKey"], as: .announced, &result) { .newKeys($0, audience: $1) }
        try await tell(actions["rotated"], as: .thanked, &result) { .rotated($0, audience: $1) }
        try await tell(actions["reactivated"], as: .reactivationSeen, &result) { .reactivated($0, audience: $1) }
        return result
    }

    private func tell(
        _ planned: [PlannedAction]?, as kind: ToldFact.Kind, _ result: inout Result,
        _ word: ([PlannedAction], Word.Audience) -> Word
    ) async throws {
        func fact(_ action: PlannedAction) -> ToldFact { ToldFact(address: action.address, kind: kind) }
        var actions: [PlannedAction] = []
        for action in planned ?? [] {
            if pending.contains(fact(action)) {
                result.outcomes[action.id] = .skipped("Word of it is still in the outbox.")
            } else {
                actions.append(action)
            }
        }
        guard !actions.isEmpty else { return }
        let parts = composer.compose(word(actions, .channel), now: plan.at)
        let said = Set(parts.flatMap(\.covers))
        for action in actions where !said.contains(action.id) {
            result.outcomes[action.id] = .failed("its text does not fit into a message")
        }
        for part in parts {
            let covered = actions.filter { part.covers.contains($0.id) }
            guard !covered.isEmpty,
                let toChannel = await telling.word(
                    part, to: .security, makesTrue: covered.map(fact), isKept: false)
            else { continue }
            let toOwners = await words(for: covered, word)
            // All at once: whatever dies from here on, neither the channel's nor an owner's word is lost.
            try await telling.promise([toChannel] + toOwners)
            let fate = try await telling.tell(toChannel)
            if let problem = fate.problem { result.problems.append(problem) }
            for action in covered { result.outcomes[action.id] = fate.problem.map { .failed($0) } ?? .delivered }
            try await tell(toOwners, after: fate, &result)
        }
    }

    private func words(
        for covered: [PlannedAction], _ word: ([PlannedAction], Word.Audience) -> Word
    ) async -> [PromisedWord] {
        let toOwners = Dictionary(grouping: covered.filter { $0.recipient != .security }, by: \.recipient)
        var words: [PromisedWord] = []
        for (recipient, group) in toOwners.sorted(by: { $0.key < $1.key }) {
            for part in composer.compose(word(group, .owner), now: plan.at) {
                if let promised = await telling.word(part, to: recipient) { words.append(promised) }
            }
        }
        return words
    }

    private func tell(_ words: [PromisedWord], after channel: Telling.Fate, _ result: inout Result) async throws {
        for word in words {
            switch channel {
            case .told:
                if let problem = try await telling.tell(word).problem { result.problems.append(problem) }
            case .withdrawn(let why):
                // The next run decides afresh and tells both.
                try await telling.withdraw(word, why)
            case .open: break
            }
        }
    }
}
