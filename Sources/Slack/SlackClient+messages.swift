extension SlackClient {
    /// Posts a message.
    ///
    /// Never sent again by itself once the request may have arrived: see `SlackError.ambiguous`.
    ///
    /// - Parameters:
    ///   - message: within Slack's limits, or nothing is sent.
    ///   - channel: a channel's id, a direct message's, or a person's.
    ///   - thread: the parent's `ts`.
    ///   - metadata: kept with the message and not shown; a look-up finds it by that.
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
            channel: channel, text: message.text.source, blocks: message.blocks, thread: thread, metadata: metadata,
            clientMessageID: clientMessageID)
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
        let body = MessageBody(
            channel: place.channel, text: message.text.source, blocks: message.blocks, ts: place.ts,
            metadata: metadata)
        return try await call(
            .write("chat.update", target: place.channel, pacedChannel: place.channel, isRepeatable: true, body),
            as: PostedMessage.self)
    }
}
