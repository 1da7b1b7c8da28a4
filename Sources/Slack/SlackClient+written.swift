extension SlackClient {
    /// Posts a message that was written down before; otherwise like `post(_:to:thread:metadata:)`.
    package func post(
        _ message: WrittenMessage, to channel: String, thread: String? = nil, metadata: MessageMetadata
    ) async throws -> PostedMessage {
        let body = WrittenBody(channel: channel, message: message, thread: thread, metadata: metadata)
        return try await call(
            .write("chat.postMessage", target: channel, pacedChannel: channel, isRepeatable: false, body),
            as: PostedMessage.self)
    }

    /// Replaces one of our own messages with one that was written down; its metadata stays.
    package func update(_ message: WrittenMessage, at place: PostedMessage) async throws -> PostedMessage {
        let body = WrittenBody(channel: place.channel, message: message, ts: place.ts)
        return try await call(
            .write("chat.update", target: place.channel, pacedChannel: place.channel, isRepeatable: true, body),
            as: PostedMessage.self)
    }
}

private struct WrittenBody: Encodable {
    private enum Key: String, CodingKey {
        case channel, ts, text, blocks, metadata
        case thread = "thread_ts"
        case unfurlLinks = "unfurl_links"
        case unfurlMedia = "unfurl_media"
    }

    let channel: String
    let message: WrittenMessage
    var ts: String?
    var thread: String?
    var metadata: MessageMetadata?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(channel, forKey: .channel)
        try container.encodeIfPresent(ts, forKey: .ts)
        try container.encode(message.text, forKey: .text)
        try container.encode(message.blocks, forKey: .blocks)
        try container.encodeIfPresent(thread, forKey: .thread)
        try container.encodeIfPresent(metadata, forKey: .metadata)
        if ts == nil {
            try container.encode(false, forKey: .unfurlLinks)
            try container.encode(false, forKey: .unfurlMedia)
        }
    }
}
