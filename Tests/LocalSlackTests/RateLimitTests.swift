import Hummingbird
import HummingbirdTesting
import LocalSlack
import Testing

struct RateLimitTests {
    private static func post(_ slack: LocalSlackFixture, to channel: String) async throws -> TestResponse {
        try await slack.raw("/api/chat.postMessage", #"{"channel":"\#(channel)","text":"a"}"#)
    }

    @Test func `a channel takes a burst of three, then one message per second`() async throws {
        try await LocalSlackFixture.run { slack in
            for _ in 0..<3 { #expect(try await Self.post(slack, to: "C1").status == .ok) }
            let refused = try await Self.post(slack, to: "C1")
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.retryAfter] == "1")
            #expect(try LocalSlackFixture.json(refused) == ["ok": false, "error": "ratelimited"])
            #expect(try await Self.post(slack, to: "G4").status == .ok)
            slack.pass(.seconds(1))
            #expect(try await Self.post(slack, to: "C1").status == .ok)
            #expect(try await Self.post(slack, to: "C1").status == .tooManyRequests)
        }
    }

    @Test func `a refused message is not posted`() async throws {
        try await LocalSlackFixture.run { slack in
            for _ in 0..<5 { _ = try await Self.post(slack, to: "C1") }
            let messages = try LocalSlackFixture.json(try await slack.get("/control/messages"))["messages"]
            #expect(messages?.array?.count == 3)
        }
    }

    @Test func `a person is one place, by either id`() async throws {
        try await LocalSlackFixture.run { slack in
            let direct = try #require(
                try await slack.call("conversations.open", ["users": "U1"])["channel"]?["id"]?.string)
            for channel in ["U1", direct, "U1"] { #expect(try await Self.post(slack, to: channel).status == .ok) }
            #expect(try await Self.post(slack, to: direct).status == .tooManyRequests)
        }
    }

    @Test func `methods keep to their tiers`() async throws {
        try await LocalSlackFixture.run { slack in
            for _ in 0..<100 { #expect(try await slack.code("users.info", ["user": "U1"]) == "ok") }
            let refused = try await slack.raw("/api/users.info", #"{"user":"U1"}"#)
            #expect(refused.status == .tooManyRequests)
            slack.pass(.seconds(60))
            #expect(try await slack.code("users.info", ["user": "U1"]) == "ok")
        }
    }
}
