package import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// A message that the fake Slack holds.
package struct RecordedMessage: Hashable, Sendable {
    package let id: MessageID
    package let recipient: Recipient
    package let payload: PlainPayload
    package let delivery: Delivery
    /// The parent's delivery for a message in a thread.
    package let thread: Delivery?
    /// What a summary carries unseen.
    package let stamp: SummaryMarker?
    /// The app that posted it.
    package let author: String
    /// Whether the sender was told that it arrived.
    package let wasConfirmed: Bool

    /// By Slack's clock.
    package let trueAt: Date

    /// By the clock of the machine that Relevo runs on.
    package var at: Date { delivery.at }
}

/// How a send of the fake Slack ends, where it doesn't end well.
package enum SendFault: Hashable, Sendable {
    case notDelivered
    case unreachable(UnreachableReason)
    /// The answer is lost; `stored` says whether the message is there all the same.
    case unknown(stored: Bool)
    /// Slack says no with a code that nobody knows.
    case unlisted
    /// Our own token is refused.
    case refused
}
