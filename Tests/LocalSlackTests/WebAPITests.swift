import Hummingbird
import HummingbirdTesting
import LocalSlack
import Testing

struct WebAPITests {
    @Test func `the token decides first`() async throws {
        try await LocalSlackFixture.run { slack in
            #expect(try await slack.code("auth.test", token: nil, [:]) == "not_authed")
            #expect(try await slack.code("auth.test", token: "xoxb-other", [:]) == "invalid_auth")
            #expect(try await slack.code("auth.test", [:]) == "ok")
            try await slack.control("token", ["revoked": true])
            #expect(try await slack.code("auth.test", [:]) == "token_revoked")
        }
    }

    @Test func `a missing scope is named`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control("token", ["scopes": ["users:read"]])
            let answer = try await slack.call("chat.postMessage", ["channel": "C1", "text": "a"])
            #expect(answer["error"] == "missing_scope")
            #expect(answer["needed"] == "chat:write")
            #expect(answer["provided"] == "users:read")
            #expect(try await slack.code("users.info", ["user": "U1"]) == "ok")
            #expect(try await slack.code("conversations.history", ["channel": "C1"]) == "missing_scope")
        }
    }

    @Test func `forms and JSON are read alike`() async throws {
        try await LocalSlackFixture.run { slack in
            let blocks = "%5B%7B%22type%22%3A%22divider%22%7D%5D"
            let response = try await slack.raw(
                "/api/chat.postMessage", type: "application/x-www-form-urlencoded",
                "channel=C1&text=a+b%C3%A9%25&blocks=\(blocks)")
            let message = try LocalSlackFixture.json(response)["message"]
            #expect(message?["text"] == "a bé%")
            #expect(message?["blocks"] == [["type": "divider"]])
        }
    }

    @Test func `what is no call is refused`() async throws {
        try await LocalSlackFixture.run { slack in
            #expect(try await slack.code("chat.scream", [:]) == "unknown_method")
            let broken = try await slack.raw("/api/auth.test", "{")
            #expect(try LocalSlackFixture.json(broken)["error"] == "invalid_json")
            let list = try await slack.raw("/api/auth.test", "[]")
            #expect(try LocalSlackFixture.json(list)["error"] == "json_not_object")
        }
    }

    struct Target: Sendable, CustomTestStringConvertible {
        let channel: String
        let code: String
        var testDescription: String { "\(channel) \(code)" }
    }

    static let targets = [
        Target(channel: "C1", code: "ok"), Target(channel: "G4", code: "ok"), Target(channel: "U1", code: "ok"),
        Target(channel: "W2", code: "ok"), Target(channel: "C2", code: "is_archived"),
        Target(channel: "C3", code: "not_in_channel"), Target(channel: "G5", code: "channel_not_found"),
        Target(channel: "C9", code: "channel_not_found"), Target(channel: "D9", code: "channel_not_found"),
        Target(channel: "", code: "channel_not_found"), Target(channel: "U9", code: "user_not_found"),
        Target(channel: "U3", code: "user_disabled"), Target(channel: "U4", code: "cannot_dm_bot"),
        Target(channel: "U5", code: "messages_tab_disabled"),
    ]

    @Test(arguments: targets)
    func `where a message may go`(_ target: Target) async throws {
        try await LocalSlackFixture.run { slack in
            let code = try await slack.code(
                "chat.postMessage", ["channel": .string(target.channel), "text": "a"])
            #expect(code == target.code)
        }
    }

    @Test func `a message to a person is answered with the direct message's id`() async throws {
        try await LocalSlackFixture.run { slack in
            let posted = try await slack.call("chat.postMessage", ["channel": "U1", "text": "a"])
            let opened = try await slack.call("conversations.open", ["users": "U1"])
            #expect(posted["channel"]?.string?.first == "D")
            #expect(opened["channel"]?["id"] == posted["channel"])
            #expect(try await slack.code("conversations.open", ["users": "U3"]) == "user_disabled")
        }
    }

    @Test func `people are described`() async throws {
        try await LocalSlackFixture.run { slack in
            let ana = try await slack.call("users.info", ["user": "U1"])["user"]
            #expect(ana?["real_name"] == "Ana Quispe")
            #expect(ana?["tz"] == "America/Lima")
            #expect(ana?["team_id"] == "T1")
            #expect(try await slack.call("users.info", ["user": "U3"])["user"]?["deleted"] == true)
            #expect(try await slack.call("users.info", ["user": "U4"])["user"]?["is_bot"] == true)
            #expect(try await slack.call("users.info", ["user": "U6"])["user"]?["team_id"] == "T9")
            #expect(try await slack.code("users.info", ["user": "U9"]) == "user_not_found")
            try await slack.control("user", ["id": "U9", "name": "new"])
            #expect(try await slack.code("users.info", ["user": "U9"]) == "ok")
        }
    }

    @Test func `channels are described`() async throws {
        try await LocalSlackFixture.run { slack in
            let old = try await slack.call("conversations.info", ["channel": "C2"])["channel"]
            #expect(old?["is_archived"] == true)
            #expect(try await slack.call("conversations.info", ["channel": "C3"])["channel"]?["is_member"] == false)
            #expect(try await slack.code("conversations.info", ["channel": "G5"]) == "channel_not_found")
            #expect(old?["is_private"] == false && old?["is_shared"] == false)
            try await slack.control(
                "channel", ["id": "C2", "name": "two", "private": true, "extShared": true, "pendingExtShared": true])
            let shared = try await slack.call("conversations.info", ["channel": "C2"])["channel"]
            for flag in ["is_private", "is_shared", "is_ext_shared", "is_pending_ext_shared"] {
                #expect(shared?[flag] == true, "\(flag)")
            }
            #expect(shared?["is_org_shared"] == false)
        }
    }
}

struct ScopeHeaderTests {
    @Test func `good answers say what the token may do`() async throws {
        try await LocalSlackFixture.run { slack in
            try await slack.control("token", ["scopes": ["users:read", "chat:write"]])
            let name = try #require(HTTPFields.Element.Name("x-oauth-scopes"))
            let good = try await slack.raw("/api/auth.test", token: LocalSlackFixture.token, "{}")
            #expect(good.headers[name] == "chat:write,users:read")
            let bad = try await slack.raw("/api/auth.test", token: "xoxb-other", "{}")
            #expect(bad.headers[name] == nil)
        }
    }
}
