import Hummingbird
import HummingbirdTesting
import LocalSlack
import Testing

struct ControlTests {
    private static func texts(_ slack: LocalSlackFixture) async throws -> [String] {
        let answer = try LocalSlackFixture.json(try await slack.get("/control/messages"))
        return (answer["messages"]?.array ?? []).compactMap { $0["text"]?.string }
    }

    @Test func `the clock that was set dates the messages`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control("clock", ["now": "2026-11-23T12:00:00Z"])
            #expect(try await slack.post("a") == "1795435200.000001")
            #expect(try await slack.post("b") == "1795435200.000002")
            try await slack.control("clock", ["now": "2026-11-24T12:00:00Z"])
            #expect(try await slack.post("c") == "1795521600.000001")
            #expect(try await slack.raw("/control/clock", #"{"now":"noon"}"#).status == .badRequest)
        }
    }

    @Test func `a fault before the call posts nothing`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control("fault", ["method": "chat.postMessage", "error": "fatal_error", "times": 2])
            let call: JSONValue = ["channel": "C1", "text": "a"]
            #expect(try await slack.code("chat.postMessage", call) == "fatal_error")
            #expect(try await slack.code("chat.postMessage", call) == "fatal_error")
            #expect(try await Self.texts(slack).isEmpty)
            #expect(try await slack.code("chat.postMessage", call) == "ok")
        }
    }

    @Test func `a fault after the call has posted the message`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control("fault", ["method": "chat.postMessage", "status": 503, "after": true])
            let response = try await slack.raw("/api/chat.postMessage", #"{"channel":"C1","text":"a"}"#)
            #expect(response.status == .serviceUnavailable)
            #expect(try await Self.texts(slack) == ["a"])
        }
    }

    @Test func `an echo repeats the token in every field of an error`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control("fault", ["method": "chat.postMessage", "error": "is_archived", "echo": true])
            let answer = try await slack.call("chat.postMessage", ["channel": "C1", "text": "a"])
            #expect(answer["error"] == "is_archived" && answer["ok"] == false)
            for field in [
                answer["errors"]?.array?.first, answer["needed"], answer["provided"],
                answer["response_metadata"]?["messages"]?.array?.first,
            ] {
                #expect(field?.string?.contains(LocalSlackFixture.token) == true)
            }
        }
    }

    @Test func `another app's message has its own author and any metadata`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control(
                "message", ["channel": "C1", "text": "a task", "metadata": ["entities": [["url": "https://x"]]]])
            let answer = try await slack.call(
                "conversations.history", ["channel": "C1", "include_all_metadata": true])
            let message = answer["messages"]?.array?.first
            #expect(message?["bot_id"] == "B0OTHER" && message?["user"] == "U0OTHER")
            #expect(message?["metadata"]?["entities"] != nil && message?["metadata"]?["event_type"] == nil)
        }
    }

    @Test func `a person of a sister workspace is no stranger`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control(
                "user",
                ["id": "U7", "name": "g", "teamId": "T0SISTER", "enterpriseTeams": ["T0SISTER", "T1"]])
            let user = try await slack.call("users.info", ["user": "U7"])["user"]
            #expect(user?["team_id"] == "T0SISTER" && user?["is_stranger"] == nil)
            #expect(user?["enterprise_user"]?["teams"]?.array?.count == 2)
        }
    }

    @Test func `a fault is about one channel, a person by either id`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.call("conversations.open", ["users": "U1"])
            try await slack.control(
                "fault", ["method": "chat.postMessage", "channel": "U1", "error": "ratelimited", "retryAfter": 9])
            #expect(try await slack.code("chat.postMessage", ["channel": "C1", "text": "a"]) == "ok")
            let limited = try await slack.raw("/api/chat.postMessage", #"{"channel":"D1","text":"a"}"#)
            #expect(limited.status == .tooManyRequests)
            #expect(limited.headers[.retryAfter] == "9")
        }
    }

    @Test func `a state that was kept comes back, with its messages, clock and people`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control("clock", ["now": "2026-11-23T12:00:00Z"])
            _ = try await slack.post("a", to: "U1")
            let kept = try LocalSlackFixture.json(try await slack.get("/control/state"))
            _ = try await slack.post("b")
            try await slack.control("user", ["id": "U1", "name": "ana", "deleted": true])
            try await slack.control("fault", ["method": "chat.postMessage", "error": "fatal_error"])

            try await slack.control("state", kept)
            #expect(try await Self.texts(slack) == ["a"])
            // The next message in that second has the next id, and no fault is left.
            #expect(try await slack.post("c", to: "U1") == "1795435200.000002")
            #expect(try await slack.raw("/control/state", "{}").status == .badRequest)
        }
    }

    @Test func `calls are counted by how they ended`() async throws {
        try await LocalSlackFixture.run { slack in
            _ = try await slack.post("a")
            _ = try await slack.code("chat.postMessage", ["channel": "C9", "text": "a"])
            let counts = try LocalSlackFixture.json(try await slack.get("/control/calls"))
            #expect(
                counts["chat.postMessage"] == ["calls": 2, "outcomes": ["ok": 1, "channel_not_found": 1]])
        }
    }

    @Test func `messages are shown whole, and by channel`() async throws {
        try await LocalSlackFixture.run { slack in
            let parent = try await slack.post("parent")
            let reply = try await slack.post("reply", thread: parent)
            _ = try await slack.post("direct", to: "U1")
            let direct = try LocalSlackFixture.json(try await slack.get("/control/messages?channel=U1"))
            #expect(direct["messages"]?.array?.compactMap { $0["user"] } == ["U1"])
            let channel = try LocalSlackFixture.json(try await slack.get("/control/messages?channel=C1"))
            #expect(
                channel["messages"]?.array?.last == [
                    "channel": "C1", "name": "security", "ts": .string(reply), "thread_ts": .string(parent),
                    "user": .null, "text": "reply", "blocks": [], "metadata": .null, "edited": .null,
                ])
        }
    }

    @Test func `a reset forgets everything`() async throws {
        try await LocalSlackFixture.run { slack in
            _ = try await slack.post("a")
            try await slack.control("token", ["revoked": true])
            try await slack.control("reset", [:])
            #expect(try await slack.code("auth.test", [:]) == "ok")
            #expect(try await Self.texts(slack).isEmpty)
        }
    }
}
