package import KeyPolicy

/// How Slack is reached.
package struct SlackSettings: Hashable, Sendable {
    package var token: SecretReference
    /// The security channel.
    package var channel: SlackChannelID
    /// Ids of apps and their bots (`A…`, `B…`) that Relevo was before its app was created anew.
    package var earlierApps: Set<String> = []
    /// Ends in a slash; `https`, or `http` on this machine.
    package var apiURL: String = "https://slack.com/api/"

    package init(token: SecretReference, channel: SlackChannelID) {
        self.token = token
        self.channel = channel
    }
}
