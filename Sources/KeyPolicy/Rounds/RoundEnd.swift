/// Why a round is over: whatever comes next about the key begins a new one.
package enum RoundEnd: String, Codable, Hashable, Sendable {
    case promiseLapsed
    case deactivated
    case reactivated
    /// Somebody else switched the key off; should it come on again, nothing said before counts.
    case switchedOff
    case recipientChanged
    case exempted
    case beganToBind
    case accountLeft
    /// Whoever answers for the key was not told when a restore would end.
    case restoreUntold
    /// Said before runs that this ledger knows nothing of.
    case ledgerGap
    /// An approver confirmed that the user, whose owner had been promised a day, is a machine.
    case machineConfirmed

    /// Whether somebody with rights over their own user can bring it about.
    var isWithinOwnersReach: Bool {
        switch self {
        case .recipientChanged, .switchedOff, .beganToBind: true
        case .promiseLapsed, .deactivated, .reactivated, .exempted, .accountLeft, .restoreUntold, .ledgerGap,
            .machineConfirmed:
            false
        }
    }
}
