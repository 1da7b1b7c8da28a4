extension SlackClient {
    /// Posts a message.
    ///
    /// Never retried once the request may have arrived; see `SlackError.ambiguous`.
    ///
    /// - Parameters:
    ///   - message: checked against Slack's limits; nothing is sent if it exceeds them.
    ///   - channel: a channel's id, a direct message's, or a person's.
    ///   - thread: the parent's `ts`.
    ///   - metadata: stored with the message and not shown; used to find the message again.
    /// - Throws: `SlackError`.
    ///
    /// See <https://docs.slack.dev/reference/methods/chat.postMessage>.
    package func post(
        _ message: Message,
        to channel: String,
        thread: String? = nil,
        metadata: MessageMetadata? = nil
    ) async throws -> PostedMessage {
        try message.check()
        let body = MessageBody(
            channel: channel, text: message.text.source, blocks: message.blocks, thread: thread, metadata: metadata)
        return try await posted(body)
    }

    /// Replaces one of our own messages.
    ///
    /// See <https://docs.slack.dev/reference/methods/chat.update>.
    package func update(
        _ message: Message, at place: PostedMessage, metadata: MessageMetadata? = nil
    ) async throws -> PostedMessage {
        try message.check()
        let body = MessageBody(
            channel: place.channel, text: message.text.source, blocks: message.blocks, ts: place.ts,
            metadata: metadata)
        return try await updated(body)
    }

    /// Posts a stored message; otherwise like `post(_:to:thread:metadata:)`.
    package func post(
        _ message: SerializedMessage, to channel: String, thread: String? = nil, metadata: MessageMetadata
    ) async throws -> PostedMessage {
        let body = MessageBody(
            channel: channel, text: message.text, blocks: message.blocks, thread: thread, metadata: metadata)
        return try await posted(body)
    }

    /// Replaces one of our own messages with a stored one; its metadata stays.
    package func update(_ message: SerializedMessage, at place: PostedMessage) async throws -> PostedMessage {
        let body = MessageBody(
            channel: place.channel, text: message.text, blocks: message.blocks, ts: place.ts)
        return try await updated(body)
    }

    private func posted(_ body: MessageBody<some Encodable & Sendable>) async throws -> PostedMessage {
        let (method, channel) = ("chat.postMessage", body.channel)
        let posted = try await call(
            .write(method, target: channel, limitedChannel: channel, isRepeatable: false, body), as: PostedMessage.self)
        // For a person, the answer names the direct message. Otherwise it must name the requested channel.
        guard posted.channel == channel || channel.hasPrefix("U") || channel.hasPrefix("W") else {
            let place = SlackAnswer.shown(posted.channel, limit: 40, secrets)
            throw SlackError.ambiguous(
                SlackFailure(
                    method: method, code: "other_channel", target: channel,
                    detail: "Slack says that it posted in \(place)"))
        }
        return posted
    }

    private func updated(_ body: MessageBody<some Encodable & Sendable>) async throws -> PostedMessage {
        try await call(
            .write("chat.update", target: body.channel, limitedChannel: body.channel, isRepeatable: true, body),
            as: PostedMessage.self)
    }
}

/// The arguments of `chat.postMessage` and `chat.update`, for new blocks and for stored ones.
struct MessageBody<Blocks: Encodable>: Encodable {
    private enum Key: String, CodingKey {
        case channel, ts, text, blocks, metadata
        case thread = "thread_ts"
        case unfurlLinks = "unfurl_links"
        case unfurlMedia = "unfurl_media"
    }

    let channel: String
    let text: String
    let blocks: Blocks
    /// Of the message to be replaced; nil for a new one.
    var ts: String?
    var thread: String?
    var metadata: MessageMetadata?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(channel, forKey: .channel)
        try container.encodeIfPresent(ts, forKey: .ts)
        try container.encode(text, forKey: .text)
        try container.encode(blocks, forKey: .blocks)
        try container.encodeIfPresent(thread, forKey: .thread)
        try container.encodeIfPresent(metadata, forKey: .metadata)
        if ts == nil {
            try container.encode(false, forKey: .unfurlLinks)
            try container.encode(false, forKey: .unfurlMedia)
        }
    }
}
