/// A message read from a conversation.
package struct StoredMessage: Sendable, Equatable {
    package let ts: String
    /// In a thread, the parent's `ts`; for the parent, its own.
    package let threadTS: String?
    package let userID: String?
    package let botID: String?
    /// The app that posted it (`A…`), where Slack says.
    package let appID: String?
    package let text: String
    package let metadata: MessageMetadata?
    /// Whether every part could be read. Other apps' metadata may have any shape (that of Work Objects has no
    /// `event_type`). In one of our own messages, the unread part may be the one that is searched for.
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

    /// Throws only if there is no `ts`. What any other unread part means depends on the message's author.
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

/// The messages of a conversation or thread.
package struct MessageListing: Sendable, Equatable {
    /// History comes newest first, replies oldest first after their parent.
    package let messages: [StoredMessage]
    /// Whether everything requested was read. If not, a message that isn't found may still exist.
    package let isComplete: Bool
    /// The number of items that could not be read. They are not in `messages`, and their authors are unknown.
    package let unread: Int
}

/// A list whose items are decoded one by one, so that an unreadable item doesn't affect the others.
struct ReadItems<Item: Decodable & Sendable>: Decodable {
    let items: [Item]
    /// How many could not be read.
    let unread: Int

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        var items: [Item] = []
        var unread = 0
        while !list.isAtEnd {
            if let item = try list.decode(Attempt.self).item { items.append(item) } else { unread += 1 }
        }
        self.items = items
        self.unread = unread
    }

    /// Always decodes, so that the next item can be read.
    private struct Attempt: Decodable {
        let item: Item?

        init(from decoder: any Decoder) { item = try? Item(from: decoder) }
    }
}
