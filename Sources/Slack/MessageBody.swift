/// The arguments of `chat.postMessage` and `chat.update`, for blocks made now and for blocks that were written down.
struct MessageBody<Blocks: Encodable>: Encodable {
    private enum Key: String, CodingKey {
        case channel, ts, text, blocks, metadata
        case thread = "thread_ts"
        case clientMessageID = "client_msg_id"
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
    var clientMessageID: String?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(channel, forKey: .channel)
        try container.encodeIfPresent(ts, forKey: .ts)
        try container.encode(text, forKey: .text)
        try container.encode(blocks, forKey: .blocks)
        try container.encodeIfPresent(thread, forKey: .thread)
        try container.encodeIfPresent(metadata, forKey: .metadata)
        try container.encodeIfPresent(clientMessageID, forKey: .clientMessageID)
        if ts == nil {
            try container.encode(false, forKey: .unfurlLinks)
            try container.encode(false, forKey: .unfurlMedia)
        }
    }
}
