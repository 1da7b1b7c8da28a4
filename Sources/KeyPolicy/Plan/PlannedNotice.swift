package import FoundationEssentials

/// What a notice will say and count for.
package struct PlannedNotice: Hashable, Sendable {
    package let round: Int
    package let stage: Int
    package let isBinding: Bool
    package var deadline: Date
    package let isLate: Bool
    package let mayBeSpread: Bool
    /// The one notice of an overdue key: nothing that an owner can change moves its deadline.
    package let isLast: Bool
    /// An earlier try may have arrived unseen; the message says so.
    package let isPossibleRepeat: Bool
    /// The message that an unsettled claim was made under, to be replaced by this one.
    package let replaces: MessageID?
    /// Undelivered claims of the round by their stages: what would be replaced at another stage.
    private let openClaims: [Int: MessageID]

    package init(
        round: Int, stage: Int, isBinding: Bool, deadline: Date, isLate: Bool, mayBeSpread: Bool,
        isLast: Bool = false, isPossibleRepeat: Bool, replaces: MessageID?, openClaims: [Int: MessageID] = [:]
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
    }

    /// The same notice opening its late round with a later deadline, and the stage that leaves time for.
    package func spread(to deadline: Date, policy: Policy, now: Date) -> PlannedNotice {
        let moved = NextNotice(firstOfLateRoundWithDeadline: deadline, policy: policy, now: now)
        return PlannedNotice(
            round: round, stage: moved.stage, isBinding: isBinding, deadline: moved.deadline, isLate: isLate,
            mayBeSpread: mayBeSpread, isLast: isLast,
            isPossibleRepeat: isPossibleRepeat, replaces: openClaims[moved.stage], openClaims: openClaims)
    }
}
