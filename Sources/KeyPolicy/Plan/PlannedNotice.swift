package import FoundationEssentials

/// A notice that is due, with what only planning needs to know about it.
package struct PlannedNotice: Hashable, Codable, Sendable {
    package private(set) var content: NoticeContent
    /// Its deadline is not announced yet, so it may still move to a day with room: the round's first notice, or one
    /// whose deadline something else moves.
    package let mayBeSpread: Bool
    /// Whether no notice of the round was delivered before it.
    package let opensRound: Bool
    /// An earlier attempt may have arrived; the message says so.
    package private(set) var isPossibleRepeat: Bool
    /// When the round's earlier notices were delivered, oldest first.
    package private(set) var earlier: [Date]
    /// The first binding notice to a recipient whose earlier ones were only information.
    package private(set) var beginsToCount: Bool

    package init(
        _ content: NoticeContent, mayBeSpread: Bool = false, opensRound: Bool = true, isPossibleRepeat: Bool = false,
        earlier: [Date] = [], beginsToCount: Bool = false
    ) {
        self.content = content
        self.earlier = earlier
        self.beginsToCount = beginsToCount
        self.mayBeSpread = mayBeSpread
        self.opensRound = opensRound
        self.isPossibleRepeat = isPossibleRepeat
    }

    package var round: Int { content.round }
    package var stage: Int { content.stage }
    package var isBinding: Bool { content.isBinding }
    package var deadline: Date { content.deadline }
    package var isLate: Bool { content.isLate }
    package var isLast: Bool { content.isLast }

    /// The notice that is due for a key now: at most one, the highest stage, never a superseded one.
    package init?(
        dueFor key: AccessKey, history: KeyHistory, round: RoundState, isBinding: Bool, policy: Policy, now: Date
    ) {
        func content(_ stage: Int, _ deadline: Date, isLate: Bool) -> NoticeContent {
            NoticeContent(
                round: round.round, stage: stage, isBinding: isBinding, deadline: deadline, isLate: isLate,
                isLast: round.isLast)
        }
        let natural = Days.after(policy.deactivateAt, key.createdAt)
        let told = round.delivered
        if told.isEmpty, now >= natural {
            let notice = history.reached.isEmpty ? policy.lateNoticeDays : policy.noticeDays
            let deadline = max(
                history.latestDeadline ?? natural, Days.after(notice, now), round.floor?.until ?? natural)
            let stage = Self.openingStage(ofLateRoundUntil: deadline, policy: policy, now: now)
            self.init(content(stage, deadline, isLate: true), mayBeSpread: true)
            return
        }
        // The last notice is one message.
        guard !round.isLast || told.isEmpty else { return nil }

        let deadline = ([natural] + told.map(\.notice.deadline)).max() ?? natural
        // A stage that became due after the deadline is not sent.
        guard now < deadline || told.isEmpty else { return nil }
        let isLate = told.contains(where: \.notice.isLate)
        let start = isLate ? Days.after(-policy.deactivateAt, deadline) : key.createdAt
        let passed = told.map(\.notice.stage).max() ?? Int.min
        let age = Days.whole(from: start, to: now)
        guard let stage = policy.ladder.last(where: { $0 <= age && $0 > passed }) else { return nil }
        if let last = told.compactMap({ $0.delivery?.at }).max(),
            Days.after(stage, start) < Days.after(Policy.mergeDays, last)
        {
            return nil
        }

        let firstBinding = told.filter(\.notice.isBinding).compactMap { $0.delivery?.at }.min() ?? now
        // Nobody is ever given an earlier deadline than they may have been given before.
        let before = max(history.latestDeadline ?? .distantPast, round.floor?.until ?? .distantPast)
        let latest = max(deadline, before, Days.after(policy.noticeDays, firstBinding))
        self.init(
            content(stage, latest, isLate: isLate), mayBeSpread: told.isEmpty || latest > deadline,
            opensRound: told.isEmpty)
    }

    /// The stage of a late round's first notice: the highest that `deadline` leaves time for, else the first.
    private static func openingStage(ofLateRoundUntil deadline: Date, policy: Policy, now: Date) -> Int {
        let age = Days.whole(from: Days.after(-policy.deactivateAt, deadline), to: now)
        return policy.ladder.last { $0 <= age } ?? policy.ladder.first ?? policy.deactivateAt
    }

    /// The same notice with a later deadline. Its round's stages move along: they are counted back from there, so that
    /// the notice that opens a round may be at an earlier stage.
    package func spread(to deadline: Date, policy: Policy, now: Date) -> PlannedNotice {
        var notice = self
        notice.content.deadline = deadline
        notice.content.isLate = true
        if opensRound {
            notice.content.stage = Self.openingStage(ofLateRoundUntil: deadline, policy: policy, now: now)
        }
        return notice
    }

    /// The same notice after the others of its round: those that were delivered, and attempts that were not as far as is
    /// known.
    func following(_ others: [KeyHistory.Told], beginsToCount: Bool) -> PlannedNotice {
        var notice = self
        // The stage of a round's opening depends on the room for its deadline, so this may repeat any earlier attempt.
        let mayBeAnyStage = mayBeSpread && opensRound
        notice.isPossibleRepeat = others.contains {
            $0.mayBeRepeated && (mayBeAnyStage || $0.notice.stage == content.stage)
        }
        notice.earlier = others.compactMap { $0.delivery?.at }
        notice.beginsToCount = beginsToCount
        return notice
    }
}

/// A delivered notice without its channel copy.
package struct MissingChannelCopy: Hashable, Codable, Sendable {
    /// The message that the notice went out in.
    package let message: MessageID
    package let action: PlannedAction

    package init(message: MessageID, action: PlannedAction) {
        self.message = message
        self.action = action
    }
}
