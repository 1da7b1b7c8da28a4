/// Why a round is over: the next notice about the key begins a new one.
package enum RoundEnd: String, Codable, Hashable, Sendable {
    case promiseLapsed
    case deactivated
    /// Somebody activated the key again after Relevo had deactivated it.
    case reactivated
    /// Restored by `relevo restore` without a promise that would deactivate it again.
    case restored
    /// A run ended around the call, so it is unknown whether the key was inactive in between.
    case deactivationUnknown
    /// Somebody else deactivated the key; if it is activated again, earlier notices don't count.
    case switchedOff
    case recipientChanged
    /// Slack says that the recipient can't be reached, so somebody else is the recipient now; no tag changed.
    case recipientUnreachable
    /// Exempt by an approver: in the configuration or by command.
    case exempted
    /// Exempt by the user's own tags, which an owner may be able to write.
    case exemptedByTags
    case beganToBind
    case accountLeft
    /// Today's recipient was not told when a restore would end.
    case restoreUntold
    /// The notices are from before runs that this ledger doesn't know.
    case ledgerGap
    /// An approver confirmed that the user, whose owner had been given a deadline, is a machine.
    case machineConfirmed

    /// Whether an owner with rights over their own user can cause it.
    package var isWithinOwnersReach: Bool {
        switch self {
        case .recipientChanged, .switchedOff, .beganToBind, .exemptedByTags, .reactivated: true
        case .promiseLapsed, .recipientUnreachable, .deactivated, .restored, .deactivationUnknown, .exempted,
            .accountLeft, .restoreUntold, .ledgerGap, .machineConfirmed:
            false
        }
    }

    var isChangeOfRecipient: Bool { self == .recipientChanged || self == .recipientUnreachable }
}
