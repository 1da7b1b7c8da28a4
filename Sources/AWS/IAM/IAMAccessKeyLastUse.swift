package import FoundationEssentials

/// When, and for what, a key was last used, as far as AWS recorded it.
package struct IAMAccessKeyLastUse: Sendable, Equatable {
    /// The user the key belongs to.
    package let userName: String
    /// Nil when there is no record of a use; to the quarter of an hour.
    package let date: Date?
    /// `s3`, say; nil when not told.
    package let service: String?
    /// Nil when not told, as for S3.
    package let region: String?

    package init(userName: String, date: Date?, service: String?, region: String?) {
        self.userName = userName
        self.date = date
        self.service = service
        self.region = region
    }
}
