/// A channel or direct message.
///
/// See <https://docs.slack.dev/reference/objects/conversation-object>.
package struct SlackConversation: Sendable, Equatable {
    package let id: String
    /// Direct messages have none.
    package let name: String?
    package let isArchived: Bool
    /// Whether our app is a member.
    package let isMember: Bool
    /// Nil where Slack doesn't say.
    package let isPrivate: Bool?
    /// Whether other companies are in it (Slack Connect), or are invited. Channels that only workspaces of one
    /// organization share don't count.
    package let isExternallyShared: Bool
    package let isDirectMessage: Bool
}

extension SlackConversation: Decodable {
    private enum Key: String, CodingKey {
        case id, name
        case isArchived = "is_archived"
        case isMember = "is_member"
        case isPrivate = "is_private"
        case isShared = "is_shared"
        case isSharedInOrganization = "is_org_shared"
        case isSharedExternally = "is_ext_shared"
        case isPendingExternally = "is_pending_ext_shared"
        case isDirectMessage = "is_im"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = try container.decode(String.self, forKey: .id)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        isArchived = try container.decodeIfPresent(Bool.self, forKey: .isArchived) ?? false
        isMember = try container.decodeIfPresent(Bool.self, forKey: .isMember) ?? false
        isPrivate = try container.decodeIfPresent(Bool.self, forKey: .isPrivate)
        func flag(_ key: Key) throws -> Bool { try container.decodeIfPresent(Bool.self, forKey: key) ?? false }
        isExternallyShared =
            try flag(.isSharedExternally) || flag(.isPendingExternally)
            || (flag(.isShared) && !flag(.isSharedInOrganization))
        isDirectMessage = try container.decodeIfPresent(Bool.self, forKey: .isDirectMessage) ?? false
    }
}

/// The form of Slack's identifiers: a capital letter for the kind, then capital letters and digits.
package enum SlackID {
    /// A person: `U…`, or `W…` on Enterprise Grid.
    package static func isUser(_ value: String) -> Bool { matches(value, first: ["U", "W"]) }

    /// A channel `C…` or private channel `G…`.
    package static func isChannel(_ value: String) -> Bool { matches(value, first: ["C", "G"]) }

    private static func matches(_ value: String, first: Set<Character>) -> Bool {
        guard let kind = value.first, first.contains(kind), (3...64).contains(value.utf8.count) else { return false }
        return value.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }
}
