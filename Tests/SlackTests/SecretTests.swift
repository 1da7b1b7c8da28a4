import FoundationEssentials
import Logging
import Redaction
import Slack
import Testing

struct SecretTests {
    private func dumped(_ value: some Any) -> String {
        var out = ""
        dump(value, to: &out)
        return out + "\(value)" + String(reflecting: value)
    }

    @Test func `a token is shown nowhere`() {
        let token = SlackToken(Fixture.secret)
        struct Holder { let token: SlackToken }
        for text in [dumped(token), dumped(Holder(token: token)), dumped([token]), dumped(Optional(token))] {
            #expect(!text.contains("secret"))
            #expect(text.contains("redacted"))
        }
    }

    @Test func `neither client, request, error nor log holds it`() async throws {
        let fixture = try Fixture(
            .answer(status: 429, ""), .answer(#"{"ok":false,"error":"invalid_auth","needed":"a"}"#))
        let error = await Fixture.error { try await fixture.client.post(Fixture.hello, to: "U1") }
        #expect(fixture.lines.all.contains("chat.postMessage"))
        #expect(fixture.lines.all.contains("invalid_auth"))
        let everything = fixture.lines.all + dumped(error) + dumped(fixture.client) + dumped(fixture.transport.requests)
        #expect(!everything.contains("very-secret"))
        #expect(!fixture.lines.all.contains("Hello"))
    }

    /// Answers of a server or proxy that repeats the token in one field after another; `SECRET` stands for the token.
    static let echoes: [(status: Int, header: String, body: String)] = [
        (200, "r", #"{"ok":false,"error":"SECRET"}"#), (200, "r", #"{"ok":false,"error":"bad token SECRET"}"#),
        (200, "r", #"{"ok":false,"error":"invalid_auth","errors":["SECRET"]}"#),
        (200, "r", #"{"ok":false,"error":"missing_scope","needed":"SECRET","provided":"Bearer SECRET"}"#),
        (200, "r", #"{"ok":false,"error":"is_archived","response_metadata":{"messages":["a","SECRET"]}}"#),
        (200, "r", #"{"ok":false,"error":"a\u000ab","errors":["x\u002dSECRET"]}"#),
        (200, "SECRET", #"{"ok":false,"error":"is_archived"}"#), (502, "SECRET", "<html>SECRET</html>"),
        (200, "SECRET", #"{"ok":true,"channel":"SECRET","ts":"SECRET"}"#),
        (200, "SECRET", #"{"ok":true,"channel":"U1","ts":"SECRET","message":{"text":"SECRET"}}"#),
    ]

    @Test(arguments: echoes.indices)
    func `no echo of the token is repeated, in whatever field it comes`(_ index: Int) async throws {
        let echo = Self.echoes[index]
        func filled(_ text: String) -> String { text.replacing("SECRET", with: Fixture.secret) }
        let fixture = try Fixture(
            .answer(status: echo.status, headers: ["x-slack-req-id": filled(echo.header)], filled(echo.body)),
            retry: SlackRetry(attempts: 1))
        var everything = ""
        do { everything += dumped(try await fixture.client.post(Fixture.hello, to: "U1")) } catch {
            everything += dumped(error)
        }
        everything += fixture.lines.all
        #expect(everything.contains("redacted"))
        #expect(!everything.contains("very-secret"))
    }

    @Test func `what other clients sent is not repeated either`() async throws {
        let transport = ScriptedTransport([
            .answer(#"{"ok":false,"error":"is_archived","errors":["proxy says hunter2hunter2\n and an-aws-\nsecret"]}"#)
        ])
        let client = try SlackClient(
            token: SlackToken(Fixture.secret), secrets: SecretsInUse(["hunter2hunter2", "an-aws-secret"]),
            transport: transport, rateLimiter: SlackRateLimiter(), logger: Logger(label: "test"))
        let error = await Fixture.error { try await client.post(Fixture.hello, to: "C9") }
        #expect(error?.failure?.detail == "proxy says [redacted]  and [redacted]")
    }
}
