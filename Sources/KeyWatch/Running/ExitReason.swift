/// A reason for an exit status other than 0.
package enum ExitReason: String, Codable, Hashable, Sendable {
    case accountUnknown
    case actionFailed
    case problem
    case alarm
    /// Somebody asked the run to end (SIGINT or SIGTERM).
    case interrupted
    /// Relevo stopped deactivations itself, and keys are held for it.
    case stopped

    package var status: Int32 {
        switch self {
        case .accountUnknown, .actionFailed, .problem: 3
        case .alarm, .stopped: 4
        // 128 + SIGINT, as shells count; the door knows which signal it was.
        case .interrupted: 130
        }
    }
}

extension Sequence<ExitReason> {
    /// Of several the highest wins by the contract's order: interrupted (130) before partial (3) before stopped by the alarm (4)
    /// before done (0).
    package var exitStatus: Int32 {
        let statuses = Set(map(\.status))
        return [130, 3, 4].first(where: statuses.contains) ?? 0
    }
}
