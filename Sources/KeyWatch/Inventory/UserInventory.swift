package import FoundationEssentials
package import KeyPolicy

/// One user as last seen, with what is needed to know whether its keys must be listed again.
package struct UserInventory: Hashable, Codable, Sendable {
    package var user: User
    /// The credential report's key columns at the last successful listing; stored in the same write as that listing.
    package var fingerprint: String?
    /// When its keys were last listed with success; nil if never.
    package var listedAt: Date?
    /// When a complete scan first missed it; a second one an hour later makes it gone.
    package var missingSince: Date?
    /// Who answered for it when a run last decided; scans carry it along. Nil where it was never kept.
    package var decided: OwnerMark?

    package init(
        user: User, fingerprint: String?, listedAt: Date?, missingSince: Date?, decided: OwnerMark? = nil
    ) {
        self.user = user
        self.fingerprint = fingerprint
        self.listedAt = listedAt
        self.missingSince = missingSince
        self.decided = decided
    }
}
