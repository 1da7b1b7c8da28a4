extension SlackClient {
    /// The owner of the token; throws if the token isn't valid.
    ///
    /// See <https://docs.slack.dev/reference/methods/auth.test>.
    package func identity() async throws -> SlackIdentity {
        let (answer, headers) = try await answer(.read("auth.test", []), as: SlackIdentity.self)
        var identity = answer
        identity.scopes = headers["x-oauth-scopes"].map { text in
            Set(text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }.filter { !$0.isEmpty })
        }
        return identity
    }

    /// See <https://docs.slack.dev/reference/methods/users.info>.
    package func user(_ id: String) async throws -> SlackUser {
        try await call(.read("users.info", target: id, [("user", id)]), as: UserAnswer.self).user
    }

    /// See <https://docs.slack.dev/reference/methods/conversations.info>.
    package func conversation(_ id: String) async throws -> SlackConversation {
        try await call(.read("conversations.info", target: id, [("channel", id)]), as: ConversationAnswer.self).channel
    }

    /// The id (`D…`) of the direct message with a person, opened if necessary.
    ///
    /// See <https://docs.slack.dev/reference/methods/conversations.open>.
    package func openDirectMessage(with userID: String) async throws -> String {
        let call = try SlackMethodCall.write(
            "conversations.open", target: userID, isRepeatable: true, ["users": userID])
        return try await self.call(call, as: OpenAnswer.self).channel.id
    }

    /// A conversation's top-level messages, newest first.
    ///
    /// - Parameters:
    ///   - channel: its id, or a direct message's.
    ///   - oldest: a `ts`; only messages after it.
    ///   - latest: a `ts`; only messages before it.
    ///   - inclusive: whether messages of exactly those times are included.
    ///   - mostPages: how many pages of 200 messages to read at most.
    ///
    /// See <https://docs.slack.dev/reference/methods/conversations.history>.
    package func history(
        of channel: String, oldest: String? = nil, latest: String? = nil, inclusive: Bool = false, mostPages: Int = 10
    ) async throws -> MessageListing {
        try await pages(
            "conversations.history", channel, oldest, latest, mostPages, inclusive ? [("inclusive", "true")] : [])
    }

    /// A thread: the parent, then the replies, oldest first.
    ///
    /// See <https://docs.slack.dev/reference/methods/conversations.replies>.
    package func replies(
        to parent: PostedMessage, oldest: String? = nil, latest: String? = nil, mostPages: Int = 10
    ) async throws -> MessageListing {
        try await pages("conversations.replies", parent.channel, oldest, latest, mostPages, [("ts", parent.ts)])
    }

    private func pages(
        _ method: String, _ channel: String, _ oldest: String?, _ latest: String?, _ mostPages: Int,
        _ more: [(String, String?)]
    ) async throws -> MessageListing {
        var messages: [StoredMessage] = []
        var unread = 0
        var cursor: String?
        for _ in 0..<max(1, mostPages) {
            let fields = [
                ("channel", channel), ("include_all_metadata", "true"), ("limit", "200"), ("oldest", oldest),
                ("latest", latest), ("cursor", cursor),
            ]
            let page = try await call(.read(method, target: channel, fields + more), as: MessagesAnswer.self)
            messages += page.messages.items
            unread += page.messages.unread
            let next = page.response_metadata?.next_cursor ?? ""
            // A repeated cursor would loop forever.
            if next.isEmpty || next == cursor {
                return MessageListing(
                    messages: messages, isComplete: next.isEmpty && page.has_more != true, unread: unread)
            }
            cursor = next
        }
        return MessageListing(messages: messages, isComplete: false, unread: unread)
    }
}

private struct UserAnswer: Decodable {
    let user: SlackUser
}

private struct ConversationAnswer: Decodable {
    let channel: SlackConversation
}

private struct OpenAnswer: Decodable {
    struct Channel: Decodable {
        let id: String
    }

    let channel: Channel
}

private struct MessagesAnswer: Decodable {
    struct Metadata: Decodable {
        let next_cursor: String?
    }

    let messages: ReadItems<StoredMessage>
    let has_more: Bool?
    let response_metadata: Metadata?
}
