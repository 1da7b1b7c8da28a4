package import FoundationEssentials

/// One access key as IAM itself lists it.
package struct AccessKey: Hashable, Codable, Sendable {
    package let id: AccessKeyID
    package var status: KeyStatus
    /// `ListAccessKeys.CreateDate` in whole seconds; never the credential report's "last rotated", which may mean "last
    /// changed".
    package let createdAt: Date
    package var lastUse: LastUse

    package init(id: AccessKeyID, status: KeyStatus, createdAt: Date, lastUse: LastUse = .unknown("not looked up")) {
        self.id = id
        self.status = status
        self.createdAt = createdAt.wholeSeconds
        self.lastUse = lastUse
    }

    /// Age in whole days of 86,400 seconds; negative while `now` is before the creation.
    package func age(at now: Date) -> Int { Days.whole(from: createdAt, to: now) }
}
