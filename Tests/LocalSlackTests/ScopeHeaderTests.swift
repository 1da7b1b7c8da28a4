import Hummingbird
import HummingbirdTesting
import LocalSlack
import Testing

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
