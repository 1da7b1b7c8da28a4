package import KeyPolicy

/// The life of a stop, as the inbox keeps it.
package enum StopEvent: Hashable, Codable, Sendable {
    case stopped(stop: Stop)
    /// Ends everything that stands in exactly that scope.
    case resumed(scope: Stop.Scope, by: String, reason: String)

    package static let stoppedKind = "stopped"
    package static let resumedKind = "resumed"

    package var kind: String {
        switch self {
        case .stopped: Self.stoppedKind
        case .resumed: Self.resumedKind
        }
    }
}
