package import KeyPolicy

/// What the configuration decides about a run, without how it is written or where it is kept.
package struct WatchSettings: Sendable {
    /// What differs for one account.
    package struct AccountSettings: Sendable {
        package var mode: Mode?
        /// Takes the security channel's place as stand-in for owners that can't be told.
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
    /// Relevo's own user, where it runs as one: among the protected without standing in the configuration.
    package var ownUser: ARNPattern?
    /// The security channel: messages that went to another one were told to somebody else. Nil in tests that don't care.
    package var securityChannel: SlackChannelID?
    /// Accounts that are read with credentials that never switch a key off.
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

    /// Where nothing can be switched off, nobody is threatened with it.
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
