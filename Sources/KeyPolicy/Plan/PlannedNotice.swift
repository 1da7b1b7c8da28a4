package import FoundationEssentials

/// The content of a notice, and what it counts for.
package struct PlannedNotice: Hashable, Sendable {
    package let round: Int
    package let stage: Int
    package let isBinding: Bool
    package var deadline: Date
    package let isLate: Bool
    /// Its deadline may still move to a day with room.
    package let mayBeSpread: Bool
    /// The one notice of an overdue key: nothing that an owner can change moves its deadline.
    package let isLast: Bool
    /// An earlier attempt may have arrived; the message says so.
    package let isPossibleRepeat: Bool
    /// The message of an unsettled claim, which this one replaces.
    package let replaces: MessageID?
    /// Undelivered claims of the round by their stages: what would be replaced at another stage.
    private let openClaims: [Int: MessageID]
    private let opensRound: Bool

    package init(
        round: Int, stage: Int, isBinding: Bool, deadline: Date, isLate: Bool, mayBeSpread: Bool,
        isLast: Bool = false, isPossibleRepeat: Bool, replaces: MessageID?, openClaims: [Int: MessageID] = [:],
        opensRound: Bool = true
    ) {
        self.round = round
        self.stage = stage
        self.isBinding = isBinding
        self.deadline = deadline
        self.isLate = isLate
        self.mayBeSpread = mayBeSpread
        self.isLast = isLast
        self.isPossibleRepeat = isPossibleRepeat
        self.replaces = replaces
        self.openClaims = openClaims
        self.opensRound = opensRound
    }

    /// The same notice with a later deadline. Its round's stages move along: they are counted back from there, so that
    /// the notice that opens a round may be at an earlier stage.
    package func spread(to deadline: Date, policy: Policy, now: Date) -> PlannedNotice {
        let opening = NextNotice(firstOfLateRoundWithDeadline: deadline, policy: policy, now: now)
        let stage = opensRound ? opening.stage : stage
        return PlannedNotice(
            round: round, stage: stage, isBinding: isBinding, deadline: deadline, isLate: true,
            mayBeSpread: mayBeSpread, isLast: isLast, isPossibleRepeat: isPossibleRepeat, replaces: openClaims[stage],
            openClaims: openClaims, opensRound: opensRound)
    }
}

/// A delivered notice without its channel copy.
package struct MissingChannelCopy: Hashable, Sendable {
    /// The message that the notice went out in.
    package let message: MessageID
    package let action: PlannedAction

    package init(message: MessageID, action: PlannedAction) {
        self.message = message
        self.action = action
    }
}
