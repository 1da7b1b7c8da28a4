package import KeyPolicy

/// The configuration of a run, without its file format.
package struct WatchSettings: Sendable {
    /// What differs for one account.
    package struct AccountSettings: Sendable {
        package var mode: Mode?
        /// Replaces the security channel as stand-in for owners who can't be reached.
        package var channel: SlackChannelID?
        package var maxDeactivations: Int?

        package init(mode: Mode? = nil, channel: SlackChannelID? = nil, maxDeactivations: Int? = nil) {
            self.mode = mode
            self.channel = channel
            self.maxDeactivations = maxDeactivations
        }
    }

    package var policy: Policy
    package var mode: Mode
    package var accounts: [AccountID: AccountSettings]
    package var teams: [String: SlackChannelID]
    /// Relevo's own user, where it runs as one: protected without being in the configuration.
    package var ownUser: ARNPattern?
    /// The security channel: messages in another channel had another recipient. Nil in tests that don't need it.
    package var securityChannel: SlackChannelID?
    /// Whether a run may post although the security channel is public or shared with other companies.
    package var channelMayBePublic = false
    /// Accounts whose credentials can't deactivate a key.
    package var readOnly: Set<AccountID> = []

    package init(
        policy: Policy, mode: Mode, accounts: [AccountID: AccountSettings] = [:], teams: [String: SlackChannelID] = [:],
        securityChannel: SlackChannelID? = nil
    ) {
        self.policy = policy
        self.mode = mode
        self.accounts = accounts
        self.teams = teams
        self.securityChannel = securityChannel
    }

    /// In accounts where nothing can be deactivated, no message announces a deactivation.
    package func mode(in account: AccountID) -> Mode {
        let configured = accounts[account]?.mode ?? mode
        return readOnly.contains(account) && configured == .enforce ? .notify : configured
    }

    package func standIn(in account: AccountID) -> Recipient {
        accounts[account]?.channel.map(Recipient.team) ?? .security
    }

    package var brake: Brake {
        Brake(
            maxDeactivations: policy.maxDeactivations, maxPercent: policy.maxPercent,
            perAccount: accounts.compactMapValues(\.maxDeactivations))
    }
}
