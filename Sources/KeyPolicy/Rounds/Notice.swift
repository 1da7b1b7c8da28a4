package import FoundationEssentials

/// A message about one key at one stage, as it was queued before it was sent: unique per key, round and stage.
package struct Notice: Hashable, Codable, Sendable {
    package let message: MessageID
    package let round: Int
    package let stage: Int
    /// Whether the key could be deactivated at all when this was sent.
    package let binding: Bool
    package let deadline: Date
    package let recipient: Recipient
    /// Whether its round is a late one: the ladder counted back from the deadline, not on from the key's creation.
    package let late: Bool
    /// Whether it is the one notice of a key that is overdue: nothing that an owner can change moves its deadline.
    package let last: Bool
    package let keyCreatedAt: Date
    /// The instant of the decision that led to it, on the policy clock.
    package let decidedAt: Date

    package init(
        message: MessageID, round: Int, stage: Int, binding: Bool, deadline: Date, recipient: Recipient, late: Bool,
        last: Bool = false, keyCreatedAt: Date, decidedAt: Date
    ) {
        self.message = message
        self.round = round
        self.stage = stage
        self.binding = binding
        self.deadline = deadline
        self.recipient = recipient
        self.late = late
        self.last = last
        self.keyCreatedAt = keyCreatedAt
        self.decidedAt = decidedAt
    }
}

/// The notice that is due for a key now: at most one, the highest stage, never a superseded one.
package struct NextNotice: Hashable, Sendable {
    package let stage: Int
    package let deadline: Date
    /// Counted back from the deadline because the round began at or past the age of deactivation.
    package let isLate: Bool
    /// Its deadline is not announced yet, so it may still move to a day with room: the round's first notice, or one
    /// whose deadline something else moves.
    package let mayBeSpread: Bool
    /// The one notice of an overdue key.
    package let isLast: Bool
    /// Whether no notice of the round was delivered before it.
    package let opensRound: Bool

    package init?(for key: AccessKey, history: KeyHistory, round: RoundState, policy: Policy, now: Date) {
        let natural = Days.after(policy.deactivateAt, key.createdAt)
        let told = round.delivered
        if told.isEmpty, now >= natural {
            let notice = history.reached.isEmpty ? policy.lateNoticeDays : policy.noticeDays
            self.init(
                firstOfLateRoundWithDeadline: max(
                    history.latestDeadline ?? natural, Days.after(notice, now), round.floor?.until ?? natural),
                policy: policy, now: now, isLast: round.isLast)
            return
        }
        // The last notice is one message.
        guard !round.isLast || told.isEmpty else { return nil }

        let deadline = ([natural] + told.map(\.notice.deadline)).max() ?? natural
        // A stage that became due after the deadline is not sent.
        guard now < deadline || told.isEmpty else { return nil }
        let isLate = told.contains(where: \.notice.late)
        let start = isLate ? Days.after(-policy.deactivateAt, deadline) : key.createdAt
        let passed = told.map(\.notice.stage).max() ?? Int.min
        let age = Days.whole(from: start, to: now)
        guard let stage = policy.ladder.last(where: { $0 <= age && $0 > passed }) else { return nil }
        if let last = told.compactMap({ $0.delivery?.at }).max(),
            Days.after(stage, start) < Days.after(Policy.mergeDays, last)
        {
            return nil
        }

        let firstBinding = told.filter(\.notice.binding).compactMap { $0.delivery?.at }.min() ?? now
        // Nobody is ever given an earlier deadline than they may have been given before.
        let before = max(history.latestDeadline ?? .distantPast, round.floor?.until ?? .distantPast)
        let latest = max(deadline, before, Days.after(policy.noticeDays, firstBinding))
        self.init(
            stage: stage, deadline: latest, isLate: isLate, mayBeSpread: told.isEmpty || latest > deadline,
            opensRound: told.isEmpty, isLast: round.isLast)
    }

    /// The opening notice of a late round: the highest stage that `deadline` leaves time for, else the first.
    package init(firstOfLateRoundWithDeadline deadline: Date, policy: Policy, now: Date, isLast: Bool = false) {
        let age = Days.whole(from: Days.after(-policy.deactivateAt, deadline), to: now)
        let stage = policy.ladder.last { $0 <= age } ?? policy.ladder.first ?? policy.deactivateAt
        self.init(
            stage: stage, deadline: deadline, isLate: true, mayBeSpread: true, opensRound: true, isLast: isLast)
    }

    private init(
        stage: Int, deadline: Date, isLate: Bool, mayBeSpread: Bool, opensRound: Bool, isLast: Bool
    ) {
        self.stage = stage
        self.deadline = deadline
        self.isLate = isLate
        self.mayBeSpread = mayBeSpread
        self.isLast = isLast
        self.opensRound = opensRound
    }
}
