import KeyPolicy

/// The keys that one map of the configuration may have, as they are written.
///
/// One enum per map: reading a key that isn't in it doesn't compile, and a test checks the reference page against all
/// of them.
protocol SettingsKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

enum RootKey: String, SettingsKey {
    case accounts, mode, policy, slack, teams, language, help, messages
    case heartbeatURL = "heartbeat-url"
    case ledger
}

enum AccountsKey: String, SettingsKey {
    case organization, include, exclude, list, own
    case auditRole = "audit-role"
    case enforceRole = "enforce-role"
    case externalID = "external-id"
    case overrides
}

enum ListedAccountKey: String, SettingsKey {
    case id, name
}

enum OverrideKey: String, SettingsKey {
    case mode, channel
    case maxDeactivations = "max-deactivations"
}

enum PolicyKey: String, SettingsKey {
    case ladder
    case deactivateAt = "deactivate-at"
    case noticeDays = "notice-days"
    case lateNoticeDays = "late-notice-days"
    case maxOverdueDays = "max-overdue-days"
    case promiseValidDays = "promise-valid-days"
    case machines, untagged, unreachable, left
    case maxDeactivations = "max-deactivations"
    case maxPercent = "max-percent"
    case maxExemptionDays = "max-exemption-days"
    case maxDelay = "max-delay"
    case passwordLadder = "password-ladder"
    case protected, decoys, exemptions, hours
}

enum ExemptionKey: String, SettingsKey {
    case user, key, until, reason, by
}

enum HoursKey: String, SettingsKey {
    case zone, days, from, to, holidays
}

enum SlackKey: String, SettingsKey {
    case token, channel
    case channelMayBePublic = "channel-may-be-public"
    case earlierApps = "earlier-apps"
    case apiURL = "api-url"
}

enum HelpKey: String, SettingsKey {
    case url, text, channel, rotate, mfa
}

enum MessagesKey: String, SettingsKey {
    case noticeIntro = "notice-intro"
}

/// The keys of a value that is given per language.
enum LanguageKey: String, SettingsKey {
    case en, es

    var language: Language {
        switch self {
        case .en: .english
        case .es: .spanish
        }
    }
}

/// Every key that a configuration may have, as `Docs/configuration.md` lists them.
package enum SettingsKeys {
    /// Dotted paths; `[]` stands for any item, `<…>` for a key that the writer chooses.
    package static let all: [String] =
        paths(RootKey.self, in: "")
        + paths(AccountsKey.self, in: "accounts.")
        + paths(ListedAccountKey.self, in: "accounts.list[].")
        + paths(OverrideKey.self, in: "accounts.overrides.<account>.")
        + paths(PolicyKey.self, in: "policy.")
        + paths(ExemptionKey.self, in: "policy.exemptions[].")
        + paths(HoursKey.self, in: "policy.hours.")
        + paths(SlackKey.self, in: "slack.")
        + ["teams.<team>"]
        + paths(HelpKey.self, in: "help.")
        + paths(MessagesKey.self, in: "messages.")

    private static func paths<Key: SettingsKey>(_ keys: Key.Type, in map: String) -> [String] {
        Key.allCases.map { map + $0.rawValue }
    }
}
