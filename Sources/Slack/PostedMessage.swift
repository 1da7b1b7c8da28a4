/// Where a message is now.
package struct PostedMessage: Sendable, Equatable, Decodable {
    /// The conversation's id: for a message to a person, that of the direct message.
    package let channel: String
    /// The message's id within the conversation.
    package let ts: String

    package init(channel: String, ts: String) {
        self.channel = channel
        self.ts = ts
    }
}
