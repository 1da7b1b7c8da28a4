extension SlackClient {
    /// Posts a message.
    ///
    /// Never sent again by itself once the request may have arrived: see `SlackError.ambiguous`.
    ///
    /// - Parameters:
    ///   - channel: a channel's id, a direct message's, or a person's.
    ///   - thread: the parent's `ts`.
    ///   - clientMessageID: a UUID. Slack doesn't document it; some report that it drops repeats. An extra, no more.
    /// - Throws: `SlackError`.
    ///
    /// See <https://docs.slack.dev/reference/methods/chat.postMessage>.
    package func post(
        _ message: Message,
        to channel: String,
        thread: String? = nil,
        metadata: MessageMetadata? = nil,
        clientMessageID: String? = nil
    ) async throws -> PostedMessage {
        try message.check()
        let body = MessageBody(
            channel: channel, message: message, thread: thread, metadata: metadata, clientMessageID: clientMessageID)
        return try await call(
            .write("chat.postMessage", target: channel, pacedChannel: channel, isRepeatable: false, body),
            as: PostedMessage.self)
    }

    /// Replaces one of our own messages.
    ///
    /// See <https://docs.slack.dev/reference/methods/chat.update>.
    package func update(
        _ message: Message, at place: PostedMessage, metadata: MessageMetadata? = nil
    ) async throws -> PostedMessage {
        try message.check()
        let body = MessageBody(channel: place.channel, message: message, ts: place.ts, metadata: metadata)
        return try await call(
            .write("chat.update", target: place.channel, pacedChannel: place.channel, isRepeatable: true, body),
            as: PostedMessage.self)
    }
}

/// The arguments of `chat.postMessage` and `chat.update`.
private struct MessageBody: Encodable {
    private enum Key: String, CodingKey {
        case channel, ts, text, blocks, metadata
        case thread = "thread_ts"
        case clientMessageID = "client_msg_id"
        case unfurlLinks = "unfurl_links"
        case unfurlMedia = "unfurl_media"
    }

    let channel: String
    let message: Message
    var ts: String?
    var thread: String?
    var metadata: MessageMetadata?
    var clientMessageID: String?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(channel, forKey: .channel)
        try container.encodeIfPresent(ts, forKey: .ts)
        try container.encode(message.text.source, forKey: .text)
        try container.encode(message.blocks, forKey: .blocks)
        try container.encodeIfPresent(thread, forKey: .thread)
        try container.encodeIfPresent(metadata, forKey: .metadata)
        try container.encodeIfPresent(clientMessageID, forKey: .clientMessageID)
        if ts == nil {
            try container.encode(false, forKey: .unfurlLinks)
            try container.encode(false, forKey: .unfurlMedia)
        }
    }
}
