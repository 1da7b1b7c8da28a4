/// A message as read back from a conversation.
package struct StoredMessage: Sendable, Equatable {
    package let ts: String
    /// The parent's `ts`, in a thread; the parent itself carries its own.
    package let threadTS: String?
    package let userID: String?
    package let botID: String?
    /// The app that posted it (`A…`), where Slack says.
    package let appID: String?
    package let text: String
    package let metadata: MessageMetadata?
}

extension StoredMessage: Decodable {
    private enum Key: String, CodingKey {
        case ts, user, text, metadata
        case threadTS = "thread_ts"
        case botID = "bot_id"
        case appID = "app_id"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        ts = try container.decode(String.self, forKey: .ts)
        threadTS = try container.decodeIfPresent(String.self, forKey: .threadTS)
        userID = try container.decodeIfPresent(String.self, forKey: .user)
        botID = try container.decodeIfPresent(String.self, forKey: .botID)
        appID = try container.decodeIfPresent(String.self, forKey: .appID)
        text = try container.decodeIfPresent(String.self, forKey: .text) ?? ""
        metadata = try container.decodeIfPresent(MessageMetadata.self, forKey: .metadata)
    }
}
