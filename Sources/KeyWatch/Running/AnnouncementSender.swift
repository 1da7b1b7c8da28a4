import FoundationEssentials
import KeyPolicy

/// Tells of what is no notice (new keys, thanks, alarms, ends that come near): to the channel first, as that is what makes it known, then to the owner.
struct AnnouncementSender: Sendable {
    let telling: OutboxSender
    let composer: any Composer
    let plan: Plan
    let activities: KeyActivitySearch
    /// Facts that words still in the outbox will make true: not told a second time beside them.
    let pending: Set<DeliveryFact>

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var problems: [String] = []
        /// What was found out about who did it, by the action's id.
        var activities: [String: KeyActivityLookup] = [:]
    }

    func announce() async throws -> Result {
        var result = Result()
        // Alarms first: whoever took the bait is not waiting either.
        for kind in Announcement.Kind.allCases where !telling.clock.isEndAsked { try await tell(kind, &result) }
        return result
    }

    private func tell(_ kind: Announcement.Kind, _ result: inout Result) async throws {
        var actions: [PlannedAction] = []
        for action in plan.actions where action.announcement?.row.kind == kind {
            // The owner's message may be waiting after the channel's was delivered.
            let facts = [Recipient.security, action.recipient].compactMap(action.fact)
            if facts.contains(where: pending.contains) {
                result.outcomes[action.id] = .skipped("The message about it is still in the outbox.")
            } else {
                actions.append(action)
            }
        }
        guard !actions.isEmpty else { return }
        // Only now, so that an alarm, a deactivation or a notice never waits for it.
        actions = await activities.attached(to: actions)
        for action in actions { result.activities[action.id] = action.activity }
        let parts = composer.compose(.announcement(kind, actions, audience: .channel), now: plan.at)
        let said = Set(parts.flatMap(\.covers))
        for action in actions where !said.contains(action.id) {
            result.outcomes[action.id] = .failed("its text does not fit into a message")
        }
        for part in parts where !telling.clock.isEndAsked {
            let covered = actions.filter { part.covers.contains($0.id) }
            guard !covered.isEmpty,
                let toChannel = await telling.word(
                    part, to: .security, makesTrue: covered.compactMap { $0.fact(.security) },
                    trueUntil: covered.compactMap(\.announcement?.row.trueUntil).min())
            else { continue }
            let toOwners = await messages(for: covered, kind)
            // All at once: whatever dies from here on, neither the channel's nor an owner's word is lost.
            try await telling.promise([toChannel] + toOwners)
            let fate = try await telling.tell(toChannel)
            if let problem = fate.problem { result.problems.append(problem) }
            for action in covered { result.outcomes[action.id] = fate.problem.map { .failed($0) } ?? .delivered }
            try await tell(toOwners, after: fate, &result)
        }
    }

    private func messages(for covered: [PlannedAction], _ kind: Announcement.Kind) async -> [OutboxMessage] {
        var words: [OutboxMessage] = []
        for (recipient, group) in covered.byOwner {
            for part in composer.compose(.announcement(kind, group, audience: .owner), now: plan.at) {
                let facts = group.filter { part.covers.contains($0.id) }
                    .filter { $0.announcement?.row.countsByRecipient ?? false }.compactMap { $0.fact(recipient) }
                let end = group.filter { part.covers.contains($0.id) }.compactMap(\.announcement?.row.trueUntil).min()
                if let promised = await telling.word(part, to: recipient, makesTrue: facts, trueUntil: end) {
                    words.append(promised)
                }
            }
        }
        return words
    }

    private func tell(_ words: [OutboxMessage], after channel: OutboxSender.Fate, _ result: inout Result) async throws {
        for word in words {
            switch channel {
            case .told, .toldAgain:
                if let problem = try await telling.tell(word).problem { result.problems.append(problem) }
            case .withdrawn(let why):
                // The next run decides afresh and tells both.
                try await telling.withdraw(word, why)
            case .open: break
            }
        }
    }
}

extension [PlannedAction] {
    /// By the owner who is told of them; nobody where the channel alone is told.
    var byOwner: [(recipient: Recipient, actions: [PlannedAction])] {
        Dictionary(
            grouping: filter { $0.recipient != .security && !($0.announcement?.row.isForChannelOnly ?? false) },
            by: \.recipient
        )
        .map { (recipient: $0.key, actions: $0.value) }.sorted { $0.recipient < $1.recipient }
    }
}

extension PlannedAction {
    /// What becomes true once `recipient` was told; nil for what is no announcement.
    fileprivate func fact(_ recipient: Recipient) -> DeliveryFact? {
        announcement.map { DeliveryFact(address: address, kind: .announced(told: $0.told(to: recipient))) }
    }
}
