package import FoundationEssentials

/// The organization the caller's account belongs to.
package struct Organization: Sendable, Equatable, Decodable {
    package let id: String
    package let arn: String
    package let managementAccountID: String

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case arn = "Arn"
        // The API keeps the old name.
        case managementAccountID = "MasterAccountId"
    }

    package init(id: String, arn: String, managementAccountID: String) {
        self.id = id
        self.arn = arn
        self.managementAccountID = managementAccountID
    }
}

/// An account of the organization.
package struct OrganizationAccount: Sendable, Equatable {
    package let id: String
    package let arn: String
    package let name: String
    package let email: String
    /// `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, `PENDING_ACTIVATION`, `CLOSED`, or a value that AWS has added since.
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

extension OrganizationAccount: Decodable {
    private enum Key: String, CodingKey {
        case id = "Id"
        case arn = "Arn"
        case name = "Name"
        case email = "Email"
        case state = "State"
        case status = "Status"
        case joinedAt = "JoinedTimestamp"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        // `State` replaces `Status`; older responses have only the latter.
        let state =
            try container.decodeIfPresent(String.self, forKey: .state)
            ?? container.decode(String.self, forKey: .status)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            // Only id and state must be readable; the rest is for display.
            arn: (try? container.decodeIfPresent(String.self, forKey: .arn)) ?? "",
            name: (try? container.decodeIfPresent(String.self, forKey: .name)) ?? "",
            email: (try? container.decodeIfPresent(String.self, forKey: .email)) ?? "", state: state,
            joinedAt: (try? container.decodeIfPresent(Double.self, forKey: .joinedAt))
                .map { Date(timeIntervalSince1970: $0) })
    }
}

/// An organizational unit: a group of accounts.
package struct OrganizationalUnit: Sendable, Equatable, Decodable {
    package let id: String
    package let arn: String
    package let name: String

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case arn = "Arn"
        case name = "Name"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            arn: (try? container.decode(String.self, forKey: .arn)) ?? "",
            name: (try? container.decode(String.self, forKey: .name)) ?? "")
    }

    package init(id: String, arn: String, name: String) {
        self.id = id
        self.arn = arn
        self.name = name
    }
}
