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
    /// Whether all of it could be read. Other apps attach what they like (Work Objects, for one, have metadata without an
    /// `event_type`); of one of our own, an unread part may be what is looked for.
    package let isWhole: Bool

    package init(
        ts: String, threadTS: String? = nil, userID: String? = nil, botID: String? = nil, appID: String? = nil,
        text: String = "", metadata: MessageMetadata? = nil, isWhole: Bool = true
    ) {
        self.ts = ts
        self.threadTS = threadTS
        self.userID = userID
        self.botID = botID
        self.appID = appID
        self.text = text
        self.metadata = metadata
        self.isWhole = isWhole
    }
}

extension StoredMessage: Decodable {
    private enum Key: String, CodingKey {
        case ts, user, text, metadata
        case threadTS = "thread_ts"
        case botID = "bot_id"
        case appID = "app_id"
    }

    /// Throws only where there is no `ts`: otherwise whose message it is decides what an unread part means.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        var isWhole = true
        func read<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
            do { return try container.decodeIfPresent(type, forKey: key) } catch {
                isWhole = false
                return nil
            }
        }
        let ts = try container.decode(String.self, forKey: .ts)
        let (thread, user, bot) = (read(String.self, .threadTS), read(String.self, .user), read(String.self, .botID))
        let (app, text) = (read(String.self, .appID), read(String.self, .text))
        let metadata = read(MessageMetadata.self, .metadata)
        self.init(
            ts: ts, threadTS: thread, userID: user, botID: bot, appID: app, text: text ?? "", metadata: metadata,
            isWhole: isWhole)
    }
}
