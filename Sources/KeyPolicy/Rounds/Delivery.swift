package import FoundationEssentials

/// Proof that Slack accepted a message.
package struct Delivery: Hashable, Codable, Sendable {
    /// The conversation that Slack put it in (`C…`, `G…` or, for a person, `D…`).
    package let channel: String
    /// Slack's time stamp, the message's name within its channel.
    package let ts: String
    /// On the policy clock.
    package let at: Date

    package init(channel: String, ts: String, at: Date) {
        self.channel = channel
        self.ts = ts
        self.at = at
    }
}
