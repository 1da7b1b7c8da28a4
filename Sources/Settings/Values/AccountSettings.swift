package import KeyPolicy

/// Which accounts are watched, and through which roles.
package struct AccountSettings: Hashable, Sendable {
    /// Where the accounts come from.
    package enum Source: Hashable, Sendable {
        /// Only the account that Relevo runs in.
        case ownOnly
        /// Discovered through Organizations; nothing included means everything.
        case organization(include: Set<AccountSelector>, exclude: Set<AccountSelector>)
        case list([Account])
    }

    /// How the account that Relevo runs in is read.
    package enum Own: String, CaseIterable, Hashable, Sendable {
        /// Through the same roles as every other account.
        case role
        /// With Relevo's own credentials, which then only read.
        case direct
    }

    package var source: Source = .ownOnly
    package var own: Own = .role
    /// Names of IAM roles, with their path if they have one.
    package var auditRole = "RelevoAudit"
    package var enforceRole = "RelevoEnforce"
    package var externalID: String?
    package var overrides: [AccountID: AccountOverride] = [:]

    package init() {}
}

/// What differs in one account; nil means the general setting.
package struct AccountOverride: Hashable, Sendable {
    package var mode: Mode?
    package var channel: SlackChannelID?
    /// This account's own limit on deactivations in a day, within the limit over all accounts.
    package var maxDeactivations: Int?

    package init(mode: Mode? = nil, channel: SlackChannelID? = nil, maxDeactivations: Int? = nil) {
        self.mode = mode
        self.channel = channel
        self.maxDeactivations = maxDeactivations
    }
}

/// One account, or all accounts under an organizational unit.
package enum AccountSelector: Hashable, Sendable {
    case account(AccountID)
    /// `ou-…`, with everything below it.
    case unit(String)

    /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
    package init?(_ text: String) {
        if let account = AccountID(rawValue: text) {
            self = .account(account)
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "ou", (4...32).contains(parts[1].utf8.count),
            (8...32).contains(parts[2].utf8.count),
            parts.dropFirst().allSatisfy({ $0.utf8.allSatisfy(AllowedText.isSmallLetterOrDigit) })
        else { return nil }
        self = .unit(text)
    }
}

extension AccountSelector {
    package var text: String {
        switch self {
        case .account(let id): id.rawValue
        case .unit(let id): id
        }
    }
}
