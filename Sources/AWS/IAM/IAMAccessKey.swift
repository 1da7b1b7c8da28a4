package import FoundationEssentials

/// An access key as ListAccessKeys tells it.
package struct IAMAccessKey: Sendable, Equatable {
    package let userName: String
    package let id: String
    /// `Active`, `Inactive`, `Expired`, or a word AWS has added since.
    package let status: String
    /// When the key was made; never changes.
    package let createDate: Date

    package init(userName: String, id: String, status: String, createDate: Date) {
        self.userName = userName
        self.id = id
        self.status = status
        self.createDate = createDate
    }
}
