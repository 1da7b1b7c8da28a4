/// A reason for an exit status other than 0.
package enum ExitReason: String, Codable, Hashable, Sendable {
    case accountUnknown
    case actionFailed
    case problem
    case brake
    /// Relevo stopped deactivations itself, and keys are held for it.
    case stopped

    package var status: Int32 {
        switch self {
        case .accountUnknown, .actionFailed, .problem: 3
        case .brake, .stopped: 4
        }
    }
}

extension Sequence<ExitReason> {
    /// Of several the highest wins by the contract's order: partial (3) before held by the brake (4) before done (0).
    package var exitStatus: Int32 {
        let statuses = Set(map(\.status))
        return statuses.contains(3) ? 3 : statuses.contains(4) ? 4 : 0
    }
}
