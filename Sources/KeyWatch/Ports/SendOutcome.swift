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
}
