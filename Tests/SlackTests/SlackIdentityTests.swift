import Slack
import Testing

struct SlackIdentityTests {
    private static let body =
        #"{"ok":true,"url":"https://x.slack.com/","team":"X","team_id":"T1","user":"relevo","user_id":"U1","bot_id":"B1"}"#

    @Test func `a token's scopes stand in the answer's header`() async throws {
        let fixture = try Fixture(.answer(headers: ["x-oauth-scopes": "chat:write, im:write,"], Self.body))
        #expect(try await fixture.client.identity().scopes == ["chat:write", "im:write"])
    }

    @Test func `without the header nothing is known of them`() async throws {
        let fixture = try Fixture(.answer(Self.body))
        #expect(try await fixture.client.identity().scopes == nil)
    }
}
