import LocalSlack
import Testing

struct ConversationTests {
    private static func timestamps(_ answer: JSONValue) -> [String] {
        (answer["messages"]?.array ?? []).compactMap { $0["ts"]?.string }
    }

    @Test func `history is newest first and page by page`() async throws {
        try await LocalSlackFixture.run { slack in
            var posted: [String] = []
            for text in ["a", "b", "c", "d", "e"] { posted.append(try await slack.post(text)) }
            #expect(posted == (1...5).map { "1795000000.00000\($0)" })
            var read: [String] = []
            var pages = 0
            var cursor: JSONValue = ""
            repeat {
                let answer = try await slack.call(
                    "conversations.history", ["channel": "C1", "limit": 2, "cursor": cursor])
                read += Self.timestamps(answer)
                cursor = answer["response_metadata"]?["next_cursor"] ?? ""
                pages += 1
                #expect(answer["has_more"]?.bool == (cursor != ""))
            } while cursor != ""
            #expect(read == posted.reversed())
            #expect(pages == 3)
        }
    }

    @Test func `oldest and latest are outside`() async throws {
        try await LocalSlackFixture.run { slack in
            var posted: [String] = []
            for text in ["a", "b", "c"] { posted.append(try await slack.post(text)) }
            let after = try await slack.call(
                "conversations.history", ["channel": "C1", "oldest": .string(posted[0])])
            #expect(Self.timestamps(after) == [posted[2], posted[1]])
            let before = try await slack.call(
                "conversations.history", ["channel": "C1", "latest": .string(posted[1])])
            #expect(Self.timestamps(before) == [posted[0]])
            let history = "conversations.history"
            #expect(try await slack.code(history, ["channel": "C1", "oldest": "soon"]) == "invalid_ts_oldest")
            #expect(try await slack.code(history, ["channel": "C1", "limit": 1_000]) == "invalid_limit")
            #expect(try await slack.code(history, ["channel": "C1", "cursor": "x"]) == "invalid_cursor")
            #expect(try await slack.code(history, ["channel": "C3"]) == "not_in_channel")
        }
    }

    @Test func `a thread stays out of the history`() async throws {
        try await LocalSlackFixture.run { slack in
            let parent = try await slack.post("parent")
            let first = try await slack.post("first", thread: parent)
            let second = try await slack.post("second", thread: parent)
            let history = try await slack.call("conversations.history", ["channel": "C1"])
            #expect(Self.timestamps(history) == [parent])
            #expect(history["messages"]?.array?.first?["reply_count"] == 2)
            let thread = try await slack.call("conversations.replies", ["channel": "C1", "ts": .string(parent)])
            #expect(Self.timestamps(thread) == [parent, first, second])
            let none = try await slack.code("conversations.replies", ["channel": "C1", "ts": "1.0"])
            #expect(none == "thread_not_found")
            #expect(
                try await slack.code(
                    "chat.postMessage", ["channel": "C1", "text": "a", "thread_ts": .string(first)])
                    == "cannot_reply_to_message")
        }
    }

    @Test func `metadata is shown when asked for`() async throws {
        try await LocalSlackFixture.run { slack in
            let metadata: JSONValue = ["event_type": "n", "event_payload": ["id": "n1"]]
            try await slack.call("chat.postMessage", ["channel": "U1", "text": "a", "metadata": metadata])
            let quiet = try await slack.call("conversations.history", ["channel": "D1"])
            #expect(quiet["messages"]?.array?.first?["metadata"] == nil)
            let full = try await slack.call(
                "conversations.history", ["channel": "D1", "include_all_metadata": true])
            #expect(full["messages"]?.array?.first?["metadata"] == metadata)
        }
    }

    @Test func `an update changes the message and says so`() async throws {
        try await LocalSlackFixture.run { slack in
            let ts = try await slack.post("before")
            #expect(try await slack.code("chat.update", ["channel": "C1", "ts": .string(ts), "text": "after"]) == "ok")
            let read = try await slack.call("conversations.history", ["channel": "C1"])
            let message = read["messages"]?.array?.first
            #expect(message?["text"] == "after")
            #expect(message?["edited"] != nil)
            #expect(message?["ts"] == .string(ts))
            let none = try await slack.code("chat.update", ["channel": "C1", "ts": "1.0", "text": "a"])
            #expect(none == "message_not_found")
        }
    }
}
