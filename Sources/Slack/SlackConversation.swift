/// A channel or direct message.
///
/// See <https://docs.slack.dev/reference/objects/conversation-object>.
package struct SlackConversation: Sendable, Equatable {
    package let id: String
    /// Direct messages have none.
    package let name: String?
    package let isArchived: Bool
    /// Whether our app is in it.
    package let isMember: Bool
    package let isPrivate: Bool
    package let isDirectMessage: Bool
}

extension SlackConversation: Decodable {
    private enum Key: String, CodingKey {
        case id, name
        case isArchived = "is_archived"
        case isMember = "is_member"
        case isPrivate = "is_private"
        case isDirectMessage = "is_im"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = try container.decode(String.self, forKey: .id)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        isArchived = try container.decodeIfPresent(Bool.self, forKey: .isArchived) ?? false
        isMember = try container.decodeIfPresent(Bool.self, forKey: .isMember) ?? false
        isPrivate = try container.decodeIfPresent(Bool.self, forKey: .isPrivate) ?? false
        isDirectMessage = try container.decodeIfPresent(Bool.self, forKey: .isDirectMessage) ?? false
    }
}
