package import FoundationEssentials

/// A user, with what the call that read it tells.
package struct IAMUser: Sendable, Equatable {
    package let path: String
    package let name: String
    /// `AIDA…`; stays when the user is renamed, and is never given twice.
    package let id: String
    package let arn: String
    package let createDate: Date
    package let tags: [IAMTag]
    /// The names of its groups; empty from GetUser, which doesn't tell them.
    package let groups: [String]
    /// The names of the managed policies attached to it; empty from GetUser.
    package let attachedPolicies: [String]
    package let permissionsBoundary: String?
    /// From GetUser only; nil also when the user has never used a password.
    package let passwordLastUsed: Date?

    package init(
        path: String, name: String, id: String, arn: String, createDate: Date, tags: [IAMTag] = [],
        groups: [String] = [], attachedPolicies: [String] = [], permissionsBoundary: String? = nil,
        passwordLastUsed: Date? = nil
    ) {
        self.path = path
        self.name = name
        self.id = id
        self.arn = arn
        self.createDate = createDate
        self.tags = tags
        self.groups = groups
        self.attachedPolicies = attachedPolicies
        self.permissionsBoundary = permissionsBoundary
        self.passwordLastUsed = passwordLastUsed
    }
}
