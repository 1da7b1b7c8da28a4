package import KeyPolicy

/// Which accounts are watched, and how they are entered.
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
        /// With Relevo's own credentials, which then only ever read.
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
