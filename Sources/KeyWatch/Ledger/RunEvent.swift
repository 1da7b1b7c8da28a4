package import KeyPolicy

/// One fact about a run.
package enum RunEvent: Hashable, Codable, Sendable {
    case started(version: String)
    case summaryPosted(delivery: Delivery)
    /// The run's last event: `heads` are all streams' heads before it, so that a cut tail shows.
    case ended(heads: [StreamHead], counts: [String: Int], exitStatus: Int)
    case refused(reason: String)

    package var kind: String {
        switch self {
        case .started: "runStarted"
        case .summaryPosted: "summaryPosted"
        case .ended: "runEnded"
        case .refused: "runRefused"
        }
    }
}
