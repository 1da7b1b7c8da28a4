package import KeyPolicy

/// How a try to send ended.
package enum SendOutcome: Hashable, Sendable {
    case delivered(Delivery)
    /// A definite answer that this recipient can't be reached.
    case unreachable(UnreachableReason, String)
    /// Certainly not delivered; tried again next run.
    case notDelivered(String)
    /// The answer was lost: it may have arrived. Looked up before it is sent again.
    case unknown(String)
    /// Slack said no with a code that isn't on our list. As `unknown` where the message was sent at all, and a refusal once
    /// it has gone on for a week.
    case unlisted(String, mayHaveArrived: Bool)

    /// Whether the message may be in Slack although nobody said so.
    package var mayHaveArrived: Bool {
        switch self {
        case .unknown, .unlisted(_, mayHaveArrived: true): true
        case .delivered, .unreachable, .notDelivered, .unlisted: false
        }
    }
}
