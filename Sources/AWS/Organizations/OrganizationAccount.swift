package import FoundationEssentials

/// An account of the organization.
package struct OrganizationAccount: Sendable, Equatable {
    package let id: String
    package let arn: String
    package let name: String
    package let email: String
    /// `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, `PENDING_ACTIVATION`, `CLOSED`, or a word AWS has added since.
    package let state: String
    package let joinedAt: Date?

    package var isActive: Bool { state == "ACTIVE" }

    package init(id: String, arn: String, name: String, email: String, state: String, joinedAt: Date?) {
        self.id = id
        self.arn = arn
        self.name = name
        self.email = email
        self.state = state
        self.joinedAt = joinedAt
    }
}
