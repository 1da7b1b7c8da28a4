package import FoundationEssentials
package import KeyPolicy

/// What is known of an account's scans.
package struct AccountInventory: Hashable, Codable, Sendable {
    package let account: Account
    /// When the last scan of it began.
    package var scannedAt: Date
    /// When the last complete scan of it began; nil before the first.
    package var completeAt: Date?
    package var isComplete: Bool
    package var error: String?
    /// Active keys seen by the last complete scan.
    package var activeKeys: Int

    package init(
        account: Account, scannedAt: Date, completeAt: Date?, isComplete: Bool, error: String?, activeKeys: Int
    ) {
        self.account = account
        self.scannedAt = scannedAt
        self.completeAt = completeAt
        self.isComplete = isComplete
        self.error = error
        self.activeKeys = activeKeys
    }
}
