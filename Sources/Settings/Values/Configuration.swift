package import KeyPolicy

/// Everything that a person may configure, checked: a program builds everything else from it.
package struct Configuration: Hashable, Sendable {
    package var accounts = AccountSettings()
    /// For accounts that have no mode of their own; see ``mode(for:)``.
    package var mode: Mode = .notify
    package var policy = Policy()
    /// If nil, only commands that send no messages (`scan`, `audit`, `plan`) work.
    package var slack: SlackSettings?
    /// Channels by the value of a machine's `team` tag.
    package var teams: [String: SlackChannelID] = [:]
    package var language: Language = .english
    package var help = HelpSettings()
    /// The first sentence of notices, in the company's own words, with `{deadline}` in it.
    package var noticeIntro = PerLanguage<String>()
    /// Called after every successful run; `https`, or `http` on this machine. Treat it as a secret.
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

extension Configuration {
    /// The same configuration with its relative paths resolved from `directory`, so that a job started elsewhere uses
    /// the same ledger.
    ///
    /// - Parameter home: replaces `~` or `~NAME` at the beginning of a path by that home directory.
    package func withPaths(from directory: String, home: (String) -> String) -> Configuration {
        var resolved = self
        resolved.ledger = ledger.withPath(from: directory, home: home)
        if case .file(let path) = slack?.token {
            resolved.slack?.token = .file(path: FilePath.resolve(path, from: directory, home))
        }
        return resolved
    }
}

/// Where to get help and how to rotate a key, as every notice says; each may be missing.
package struct HelpSettings: Hashable, Sendable {
    package var url = PerLanguage<String>()
    package var text = PerLanguage<String>()
    /// Where to ask; without one, in the security channel.
    package var channel = PerLanguage<SlackChannelID>()
    /// The company's own command that rotates a key, such as `relevo rotate`.
    package var rotate: String?
    /// Whether IAM accepts keys only with MFA: then the commands of every notice ask for a code.
    package var mfa = false

    package init() {}
}

/// Where the ledger is stored.
package enum LedgerLocation: Hashable, Sendable {
    case sqlite(path: String)
    case dynamoDB(table: String)
}

extension LedgerLocation {
    /// As it is written.
    package var text: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .dynamoDB(let table): "dynamodb:\(table)"
        }
    }

    /// The same place with a relative path resolved, as ``Configuration/withPaths(from:home:)`` does.
    package func withPath(from directory: String, home: (String) -> String) -> LedgerLocation {
        switch self {
        case .sqlite(let path): .sqlite(path: FilePath.resolve(path, from: directory, home))
        case .dynamoDB: self
        }
    }

    /// Reads `sqlite:PATH` or `dynamodb:TABLE`.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        // Not in memory, and not a path that SQLite reads as a URI.
        case "sqlite" where FilePath.objection(to: rest) == nil && !rest.hasPrefix(":") && !rest.hasPrefix("file:"):
            self = .sqlite(path: rest)
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
        case "dynamodb" where (3...255).contains(rest.utf8.count) && rest.utf8.allSatisfy(AllowedText.isTableName):
            self = .dynamoDB(table: rest)
        default: return nil
        }
    }
}
