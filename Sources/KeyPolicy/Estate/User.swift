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
    /// Whether any MFA device is enabled; nil when the report could not say.
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

    /// A tag's value, trimmed; nil where it is missing or empty. Name it in lower case: keys are case-insensitive in IAM.
    package func tag(_ key: String) -> String? { UserTags(tags)[key] }

    package func address(of key: AccessKeyID) -> KeyAddress { KeyAddress(account: account, user: id, key: key) }

    /// Keys that nothing can be signed with: deactivated, or of an unknown status.
    package var inactiveKeys: [KeyAddress] { keys.filter { $0.status != .active }.map { address(of: $0.id) } }
}
