package import KeyPolicy

/// All that a person may decide about Relevo, checked: what a door builds everything else from.
package struct Configuration: Hashable, Sendable {
    package var accounts = AccountSettings()
    /// For accounts that have no mode of their own; see ``mode(for:)``.
    package var mode: Mode = .notify
    package var policy = Policy()
    /// Nil: only what tells nobody (`scan`, `audit`, `plan`) can be done.
    package var slack: SlackSettings?
    /// Channels by the value of a machine's `team` tag.
    package var teams: [String: SlackChannelID] = [:]
    package var language: Language = .english
    package var help = HelpSettings()
    /// Called after every run that went well; `https`, or `http` on this machine. Treat it as a secret.
    package var heartbeatURL: String?
    package var ledger: LedgerLocation = .sqlite(path: "relevo.db")

    package init() {}

    package func mode(for account: AccountID) -> Mode { accounts.overrides[account]?.mode ?? mode }

    /// The security channel for what happens in an account; nil without Slack.
    package func channel(for account: AccountID) -> SlackChannelID? {
        accounts.overrides[account]?.channel ?? slack?.channel
    }

    /// The brake that the policy and the overrides make together.
    package var brake: Brake {
        Brake(
            maxDeactivations: policy.maxDeactivations, maxPercent: policy.maxPercent,
            perAccount: accounts.overrides.compactMapValues(\.maxDeactivations))
    }
}
