package import FoundationEssentials
package import KeyPolicy

/// An account's credential report: a snapshot up to four hours old that says what changed, never how old a key is.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
package struct CredentialReport: Hashable, Sendable {
    /// One of the two keys that a row can show; the report holds no key ids.
    package struct Slot: Hashable, Sendable {
        /// "Created or last changed": good for noticing change and for telling slots apart, not for an age.
        package let rotatedAt: Date?
        package let isActive: Bool
        package let lastUse: LastUse

        package init(rotatedAt: Date?, isActive: Bool, lastUse: LastUse) {
            self.rotatedAt = rotatedAt
            self.isActive = isActive
            self.lastUse = lastUse
        }

        /// Whether there is a key at all.
        package var isTaken: Bool { rotatedAt != nil || isActive }
    }

    /// One IAM user's row.
    package struct Row: Hashable, Sendable {
        package let arn: String
        package let userCreatedAt: Date
        package let slots: [Slot]
        /// The user has more keys or certificates than the report's columns can show.
        package let hasMore: Bool
        package let password: PasswordState
        package let mfa: Bool?
        /// The key columns as they came, without last use: equal while nothing about the keys changed.
        package let fingerprint: String

        package init(
            arn: String, userCreatedAt: Date, slots: [Slot], hasMore: Bool, password: PasswordState, mfa: Bool?,
            fingerprint: String
        ) {
            self.arn = arn
            self.userCreatedAt = userCreatedAt
            self.slots = slots
            self.hasMore = hasMore
            self.password = password
            self.mfa = mfa
            self.fingerprint = fingerprint
        }

        /// Whether the row can be of the same moment as this listing, by the number of keys and of active ones.
        package func agrees(with keys: [AccessKey]) -> Bool {
            hasMore
                || slots.filter(\.isTaken).count == keys.count
                    && slots.filter(\.isActive).count == keys.filter { $0.status == .active }.count
        }

        package var showsKeys: Bool { hasMore || slots.contains(where: \.isTaken) }
    }

    package let generatedAt: Date
    package let rows: [Row]

    package init(generatedAt: Date, rows: [Row]) {
        self.generatedAt = generatedAt
        self.rows = rows
    }
}
