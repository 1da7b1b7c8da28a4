/// Messages read back from a conversation.
package struct StoredMessages: Sendable, Equatable {
    /// History comes newest first, replies oldest first after their parent.
    package let messages: [StoredMessage]
    /// Whether everything asked for was read; if not, "not found" proves nothing.
    package let isComplete: Bool
}
