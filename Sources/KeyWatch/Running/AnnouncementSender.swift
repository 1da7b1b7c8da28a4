import FoundationEssentials
import KeyPolicy

/// Sends announcements: to the channel first, because that delivery is what counts, then to the owner.
struct AnnouncementSender: Sendable {
    let sender: OutboxSender
    let composer: any Composer
    let plan: Plan
    let activities: KeyActivitySearch
    /// Facts of messages that are still in the outbox: not announced a second time.
    let pending: Set<DeliveryFact>
    /// The run's summary: in its thread the channel is told what needs nobody.
    var summary: Delivery?

    struct Result: Sendable {
        var outcomes: [String: ActionOutcome] = [:]
        var problems: [Problem] = []
        /// Who did it, by the action's id.
        var activities: [String: KeyActivityLookup] = [:]
    }

    func announce() async throws -> Result {
        var result = Result()
        // Alarms first: they are the most urgent.
        for kind in Announcement.Kind.allCases where !sender.clock.isEndAsked { try await send(kind, &result) }
        return result
    }

    private func send(_ kind: Announcement.Kind, _ result: inout Result) async throws {
        var actions: [PlannedAction] = []
        for action in plan.actions where action.announcement?.row.kind == kind {
            // The owner's message may still wait after the channel's was delivered.
            let facts = [Recipient.security, action.recipient].compactMap(action.fact)
            if facts.contains(where: pending.contains) {
                result.outcomes[action.id] = .skipped("The message about it is still in the outbox.")
            } else {
                actions.append(action)
            }
        }
        guard !actions.isEmpty else { return }
        // Looked up only now, so that an alarm, a deactivation or a notice never waits for it.
        actions = await activities.attached(to: actions)
        for action in actions { result.activities[action.id] = action.activity }
        for isAlarm in [true, false] {
            let group = actions.filter { $0.isAlarm == isAlarm }
            for start in stride(from: 0, to: group.count, by: Self.mostKeys) {
                let part = Array(group[start..<min(start + Self.mostKeys, group.count)])
                try await send(kind, part, under: isAlarm ? nil : summary, &result)
            }
        }
    }

    /// Keys per message: it, the messages to their owners, and what they make true each fit into one write.
    private static let mostKeys = LargestWrite.facts / 2

    /// `thread` is nil at the top level, where somebody must see it.
    private func send(
        _ kind: Announcement.Kind, _ actions: [PlannedAction], under thread: Delivery?, _ result: inout Result
    ) async throws {
        let parts = composer.compose(.announcement(kind, actions, audience: .channel), now: plan.at)
        let said = Set(parts.flatMap(\.covers))
        for action in actions where !said.contains(action.id) {
            result.outcomes[action.id] = .failed("its text does not fit into a message")
        }
        for part in parts where !sender.clock.isEndAsked {
            let covered = actions.filter { part.covers.contains($0.id) }
            guard !covered.isEmpty,
                let toChannel = await sender.message(
                    part, to: .security, thread: thread, makesTrue: covered.compactMap { $0.fact(.security) },
                    trueUntil: covered.compactMap(\.announcement?.row.trueUntil).min())
            else { continue }
            let toOwners = await messages(for: covered, kind)
            // All at once: if the process ends here, neither the channel's nor an owner's message is lost.
            try await sender.enqueue([toChannel] + toOwners)
            let outcome = try await sender.send(toChannel)
            if let problem = outcome.problem { result.problems.append(problem) }
            for action in covered {
                result.outcomes[action.id] = outcome.problem.map { .failed($0.text) } ?? .delivered
            }
            try await send(toOwners, after: outcome, &result)
        }
    }

    private func messages(for covered: [PlannedAction], _ kind: Announcement.Kind) async -> [OutboxMessage] {
        var messages: [OutboxMessage] = []
        for (recipient, group) in covered.byOwner {
            for part in composer.compose(.announcement(kind, group, audience: .owner), now: plan.at) {
                let facts = group.filter { part.covers.contains($0.id) }
                    .filter { $0.announcement?.row.countsByRecipient ?? false }.compactMap { $0.fact(recipient) }
                let end = group.filter { part.covers.contains($0.id) }.compactMap(\.announcement?.row.trueUntil).min()
                if let message = await sender.message(part, to: recipient, makesTrue: facts, trueUntil: end) {
                    messages.append(message)
                }
            }
        }
        return messages
    }

    private func send(_ messages: [OutboxMessage], after channel: OutboxSender.Outcome, _ result: inout Result)
        async throws
    {
        for message in messages {
            switch channel {
            case .sent, .sentAgain:
                if let problem = try await sender.send(message).problem { result.problems.append(problem) }
            case .withdrawn(let why):
                // The next run decides again and notifies both.
                try await sender.withdraw(message, why.text)
            case .open: break
            }
        }
    }
}

extension [PlannedAction] {
    /// By the owner who is notified; empty where only the channel is notified.
    var byOwner: [(recipient: Recipient, actions: [PlannedAction])] {
        Dictionary(
            grouping: filter { $0.recipient != .security && !($0.announcement?.row.isForChannelOnly ?? false) },
            by: \.recipient
        )
        .map { (recipient: $0.key, actions: $0.value) }.sorted { $0.recipient < $1.recipient }
    }
}

extension PlannedAction {
    /// Whether somebody must look at it today.
    fileprivate var isAlarm: Bool {
        switch announcement {
        case .newKey(let isExpected): !isExpected
        case .decoyUsed, .reactivated, .ownerLeft: true
        default: false
        }
    }

    /// What becomes true once it was delivered to `recipient`; nil for other actions.
    func fact(_ recipient: Recipient) -> DeliveryFact? {
        announcement.map { DeliveryFact(address: address, kind: .announced(told: $0.told(to: recipient))) }
    }
}
