package import KeyPolicy

/// What differs in one account; nil means as everywhere.
package struct AccountOverride: Hashable, Sendable {
    package var mode: Mode?
    package var channel: SlackChannelID?
    /// This account's own brake, a day, within the brake over all accounts.
    package var maxDeactivations: Int?

    package init(mode: Mode? = nil, channel: SlackChannelID? = nil, maxDeactivations: Int? = nil) {
        self.mode = mode
        self.channel = channel
        self.maxDeactivations = maxDeactivations
    }
}
