import KeyPolicy

/// One kind of word that is told once: which actions it is about, how it is said, and what is true once it was.
struct Announcement: Sendable {
    let word: @Sendable ([PlannedAction], Notification.Audience) -> Notification
    /// What is true of the action's key once `recipient` has been told; nil for actions of another kind.
    let fact: @Sendable (PlannedAction, Recipient) -> DeliveryFact?

    /// In the order of telling.
    static let all = [
        Announcement(word: { actions, _ in .decoysUsed(actions) }, kind: decoyUsed),
        Announcement(word: { .newKeys($0, audience: $1) }, kind: newKey),
        Announcement(word: { .reactivated($0, audience: $1) }, kind: reactivated),
        Announcement(word: { .restoresEnding($0, audience: $1) }, kind: restoreEnding),
        Announcement(word: { .exemptionsEnding($0, audience: $1) }, kind: exemptionEnding),
        Announcement(word: { .retirementsOffered($0, audience: $1) }, kind: retirementOffered),
        Announcement(word: { .ownersChanged($0, audience: $1) }, kind: ownerChanged),
        Announcement(word: { .lastNoticesSent($0, audience: $1) }, kind: lastNotice),
        Announcement(word: { .rotated($0, audience: $1) }, kind: rotated),
    ]

    private init(
        word: @escaping @Sendable ([PlannedAction], Notification.Audience) -> Notification,
        kind: @escaping @Sendable (PlannedAction.Kind, Recipient) -> DeliveryFact.Kind?
    ) {
        self.word = word
        fact = { action, recipient in
            kind(action.kind, recipient).map { DeliveryFact(address: action.address, kind: $0) }
        }
    }

    private static func newKey(_ kind: PlannedAction.Kind, _: Recipient) -> DeliveryFact.Kind? {
        if case .newKey = kind { .announced } else { nil }
    }

    private static func rotated(_ kind: PlannedAction.Kind, _: Recipient) -> DeliveryFact.Kind? {
        if case .rotated = kind { .thanked } else { nil }
    }

    private static func reactivated(_ kind: PlannedAction.Kind, _: Recipient) -> DeliveryFact.Kind? {
        if case .reactivated = kind { .reactivationSeen } else { nil }
    }

    private static func exemptionEnding(_ kind: PlannedAction.Kind, _: Recipient) -> DeliveryFact.Kind? {
        guard case .exemptionEnding(let exemption) = kind, let until = exemption.until else { return nil }
        return .exemptionEndingTold(until: until)
    }

    private static func decoyUsed(_ kind: PlannedAction.Kind, _: Recipient) -> DeliveryFact.Kind? {
        if case .tell(.decoyUsed(let at, _, _)) = kind { .decoyUseTold(at: at) } else { nil }
    }

    private static func restoreEnding(_ kind: PlannedAction.Kind, _: Recipient) -> DeliveryFact.Kind? {
        if case .tell(.restoreEnding(let until)) = kind { .restoreEndingTold(until: until) } else { nil }
    }

    private static func retirementOffered(_ kind: PlannedAction.Kind, _ recipient: Recipient) -> DeliveryFact.Kind? {
        guard case .tell(.retirementOffered(let successor)) = kind else { return nil }
        return .retirementOffered(successor: successor, recipient: recipient)
    }

    private static func ownerChanged(_ kind: PlannedAction.Kind, _: Recipient) -> DeliveryFact.Kind? {
        guard case .tell(.ownerChanged(_, _, let round, _)) = kind else { return nil }
        return .ownerChangeTold(round: round)
    }

    private static func lastNotice(_ kind: PlannedAction.Kind, _ recipient: Recipient) -> DeliveryFact.Kind? {
        guard case .tell(.lastNotice(_, let round)) = kind else { return nil }
        return .lastNoticeTold(round: round, recipient: recipient)
    }
}
