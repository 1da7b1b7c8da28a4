/// Messages read back from a conversation.
package struct StoredMessages: Sendable, Equatable {
    /// History comes newest first, replies oldest first after their parent.
    package let messages: [StoredMessage]
    /// Whether everything asked for was read; if not, "not found" proves nothing.
    package let isComplete: Bool
    /// How many items could not be read and are not among `messages`: nobody can say whose they were.
    package let unread: Int
}
