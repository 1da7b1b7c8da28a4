package import FoundationEssentials

/// What the credential report says of a user's console password.
package struct PasswordState: Hashable, Codable, Sendable {
    /// Nil when the report could not say.
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
