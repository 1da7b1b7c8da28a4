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
        return try await posted(body, to: channel)
    }

    func posted(_ body: MessageBody<some Encodable & Sendable>, to channel: String) async throws -> PostedMessage {
        let method = "chat.postMessage"
        let posted = try await call(
            .write(method, target: channel, pacedChannel: channel, isRepeatable: false, body), as: PostedMessage.self)
        // Who is written to by id is answered with the id of the direct message; any other place is what was asked for.
        guard posted.channel == channel || channel.hasPrefix("U") || channel.hasPrefix("W") else {
            let place = SlackAnswer.shown(posted.channel, limit: 40, secrets)
            throw SlackError.ambiguous(
                SlackFailure(
                    method: method, code: "other_channel", target: channel, detail: "it says that it posted in \(place)"
                ))
        }
        return posted
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
