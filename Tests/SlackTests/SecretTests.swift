import FoundationEssentials
import Slack
import Testing

struct SecretTests {
    private func dumped(_ value: some Any) -> String {
        var out = ""
        dump(value, to: &out)
        return out + "\(value)" + String(reflecting: value)
    }

    @Test func `a token shows itself nowhere`() {
        let token = SlackToken(Fixture.secret)
        struct Holder { let token: SlackToken }
        for text in [dumped(token), dumped(Holder(token: token)), dumped([token]), dumped(Optional(token))] {
            #expect(!text.contains("secret"))
            #expect(text.contains("redacted"))
        }
    }

    @Test func `neither client, request, error nor log holds it`() async throws {
        let fixture = try Fixture(
            .answer(status: 503, ""), .answer(#"{"ok":false,"error":"invalid_auth","needed":"a"}"#))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        #expect(fixture.lines.all.contains("chat.postMessage"))
        #expect(fixture.lines.all.contains("invalid_auth"))
        let everything = fixture.lines.all + dumped(error) + dumped(fixture.client) + dumped(fixture.transport.requests)
        #expect(!everything.contains("very-secret"))
        #expect(!fixture.lines.all.contains("Hello"))
    }
}
