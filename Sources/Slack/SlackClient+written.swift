extension SlackClient {
    /// Posts a message that was written down before; otherwise like `post(_:to:thread:metadata:)`.
    package func post(
        _ message: WrittenMessage, to channel: String, thread: String? = nil, metadata: MessageMetadata
    ) async throws -> PostedMessage {
        let body = MessageBody(
            channel: channel, text: message.text, blocks: message.blocks, thread: thread, metadata: metadata)
        return try await posted(body, to: channel)
    }

    /// Replaces one of our own messages with one that was written down; its metadata stays.
    package func update(_ message: WrittenMessage, at place: PostedMessage) async throws -> PostedMessage {
        let body = MessageBody(
            channel: place.channel, text: message.text, blocks: message.blocks, ts: place.ts)
        return try await call(
            .write("chat.update", target: place.channel, pacedChannel: place.channel, isRepeatable: true, body),
            as: PostedMessage.self)
    }
}
