package import AWS
package import Adapters
package import KeyPolicy
package import KeyWatch
import Messages
package import Settings

/// What each part of Relevo takes from the configuration.
extension Configuration {
    /// - Parameters:
    ///   - readOnly: accounts that are read with credentials that never deactivate a key.
    ///   - ownUser: Relevo's own user, where it runs as one.
    package func watchSettings(readOnly: Set<AccountID>, ownUser: ARNPattern?) -> WatchSettings {
        var settings = WatchSettings(
            policy: policy, mode: mode,
            accounts: accounts.overrides.mapValues {
                WatchSettings.AccountSettings(
                    mode: $0.mode, channel: $0.channel, maxDeactivations: $0.maxDeactivations)
            }, teams: teams, securityChannel: slack?.channel)
        settings.readOnly = readOnly
        settings.channelMayBePublic = slack?.channelMayBePublic ?? false
        // Without its own key Relevo could do nothing more, so it never deactivates that one.
        settings.ownUser = ownUser
        settings.policy.protected += [ownUser].compactMap(\.self)
        return settings
    }

    package func roles(partition: String) -> RoleNames {
        RoleNames(
            audit: accounts.auditRole, enforce: accounts.enforceRole, externalID: accounts.externalID,
            partition: partition)
    }

    /// - Parameter own: the account that Relevo's credentials belong to.
    package func directory(_ own: AccountID, hub: AWSTransport) -> any AccountDirectory {
        switch accounts.source {
        case .ownOnly: ListedAccounts([Account(id: own, name: own.rawValue)])
        case .list(let accounts): ListedAccounts(accounts)
        case .organization(let include, let exclude):
            OrganizationAccounts(organizations: OrganizationsClient(hub), include: include, exclude: exclude)
        }
    }

    func messageSettings(_ slack: SlackSettings) -> MessageSettings {
        var settings = MessageSettings(
            language: language, policy: policy, securityChannel: slack.channel,
            help: MessageSettings.Help(url: help.url, text: help.text, channel: help.channel))
        settings.help.rotate = help.rotate
        settings.help.mfa = help.mfa
        settings.noticeIntro = noticeIntro
        return settings
    }
}
