package import KeyPolicy

/// What messages need to know besides the words themselves.
package struct MessageSettings: Hashable, Sendable {
    /// `help` in the configuration: where and how readers get help.
    package struct Help: Hashable, Sendable {
        /// An `https` address; anything else is shown as text.
        package let url: String?
        package let text: String?

        package init(url: String? = nil, text: String? = nil) {
            self.url = url
            self.text = text
        }
    }

    /// The language of all channels, and of everyone without a `language` tag that names one of ours.
    package var language: Language
    /// The rules that the messages speak of; their truth depends on it.
    package var policy: Policy
    /// Linked where readers are told whom to ask.
    package var securityChannel: SlackChannelID
    package var help: Help

    package init(
        language: Language = .english, policy: Policy, securityChannel: SlackChannelID, help: Help = Help()
    ) {
        self.language = language
        self.policy = policy
        self.securityChannel = securityChannel
        self.help = help
    }
}
