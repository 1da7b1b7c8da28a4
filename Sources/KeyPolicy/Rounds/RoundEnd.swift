/// Why a round is over: whatever comes next about the key begins a new one.
package enum RoundEnd: String, Codable, Hashable, Sendable {
    case promiseLapsed
    case deactivated
    /// Somebody switched the key on again after Relevo had deactivated it.
    case reactivated
    /// Switched on again by `relevo restore` where no promise stood that would deactivate it again.
    case restored
    /// A run ended around the call, so that it is unknown whether the key was off in between.
    case deactivationUnknown
    /// Somebody else switched the key off; should it come on again, nothing said before counts.
    case switchedOff
    case recipientChanged
    /// Slack says that the recipient can't be reached, so that somebody else answers now; no tag changed.
    case recipientUnreachable
    /// Exempt by an approver: in the configuration or by command.
    case exempted
    /// Exempt by the user's own tags, which an owner may be able to write.
    case exemptedByTags
    case beganToBind
    case accountLeft
    /// Whoever answers for the key was not told when a restore would end.
    case restoreUntold
    /// Said before runs that this ledger knows nothing of.
    case ledgerGap
    /// An approver confirmed that the user, whose owner had been promised a day, is a machine.
    case machineConfirmed

    /// Whether somebody with rights over their own user can bring it about.
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
