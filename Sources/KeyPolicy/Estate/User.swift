package import FoundationEssentials

/// One IAM user with all its keys, as a scan saw it.
package struct User: Hashable, Codable, Sendable {
    package let account: AccountID
    package let id: UserID
    package let name: String
    package let path: String
    package let arn: String
    /// In whole seconds.
    package let createdAt: Date
    package let tags: [String: String]
    package var keys: [AccessKey]
    package var password: PasswordState
    /// Whether any MFA device is enabled; nil when the report doesn't have it.
    package var mfa: Bool?

    package init(
        account: AccountID, id: UserID, name: String, path: String, arn: String, createdAt: Date,
        tags: [String: String], keys: [AccessKey], password: PasswordState = .unknown, mfa: Bool? = nil
    ) {
        self.account = account
        self.id = id
        self.name = name
        self.path = path
        self.arn = arn
        self.createdAt = createdAt.wholeSeconds
        self.tags = tags
        self.keys = keys
        self.password = password
        self.mfa = mfa
    }

    package var owner: Owner { Owner(tags: tags) }

    /// A tag's value, trimmed; nil where it is missing or empty. Name it in lower case: keys are case-insensitive in
    /// IAM.
    package func tag(_ key: String) -> String? { UserTags(tags)[key] }

    package func address(of key: AccessKeyID) -> KeyAddress { KeyAddress(account: account, user: id, key: key) }

    package var hasActiveKey: Bool { keys.contains { $0.status == .active } }

    /// Keys that can't be used: deactivated, or of an unknown status.
    package var inactiveKeys: [KeyAddress] { keys.filter { $0.status != .active }.map { address(of: $0.id) } }
}

/// A user's console password in the credential report.
package struct PasswordState: Hashable, Codable, Sendable {
    /// Nil when the report doesn't have it.
    package let enabled: Bool?
    package let lastChanged: Date?
    package let lastUsed: Date?

    package init(enabled: Bool?, lastChanged: Date?, lastUsed: Date?) {
        self.enabled = enabled
        self.lastChanged = lastChanged
        self.lastUsed = lastUsed
    }

    package static let unknown = PasswordState(enabled: nil, lastChanged: nil, lastUsed: nil)
}

extension User {
    /// Whether `person`, a name as it was typed, is this user's owner: nobody approves anything for their own user.
    package func isOwned(by person: String) -> Bool {
        PersonName(person).isAmong([name, owner.slackID, owner.fullName, tag("email")].compactMap(\.self))
    }
}

/// A person's name or id as it was typed: case, spacing and the characters of a Slack mention are ignored.
package struct PersonName: Hashable, Sendable {
    private let plain: String

    package init(_ text: String) {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        plain = String(words.drop { "<@".contains($0) }.filter { $0 != ">" })
    }

    package func isAmong(_ names: some Sequence<String>) -> Bool {
        !plain.isEmpty && names.contains { PersonName($0) == self }
    }
}
