import AsyncHTTPClient
import FoundationEssentials
import Logging
import NIOHTTP1
import Redaction
import Testing

@testable import AWS

/// No output contains a secret.
struct SecretsTests {
    @Test(.timeLimit(.minutes(20)))
    func `no secret in any log at trace level, report or error`() async throws {
        let lines = Recorder<String>()
        let logger = Logger(label: "test", factory: { _ in CollectingLogHandler(lines: lines) })
        let assumed = String(decoding: try Fixture.bytes("sts.AssumeRole_1.xml"), as: UTF8.self)
        let leaky = """
            <ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>no \(Made.token) \(Made.secret)\
            </Message></Error></ErrorResponse>
            """
        let script: [ScriptedServer.Step] = [
            .bytes(response(500, "")), .bytes(response(200, assumed)), .bytes(response(403, leaky)),
            .bytes(response(200, "<AssumeRoleResponse>\(Made.token)")), .bytesThenClose("HTTP/1.1 200 \(Made.token)"),
        ]
        try await ScriptedServer.run(script) { _, url in
            let client = HTTPClient(configuration: AsyncHTTPSender.clientConfiguration())
            var settings = try Made.settings(environment: ["AWS_ENDPOINT_URL": url])
            settings.logger = logger
            settings.onAttempt = { lines.record("\($0)") }
            let transport = try Made.transport(AsyncHTTPSender(client: client), settings)
            let request = STSClient.AssumeRoleRequest(
                roleARN: "arn:aws:iam::222222222222:role/x", sessionName: "relevo")
            for _ in 0..<4 {
                do { lines.record("\(try await STSClient(transport).assumeRole(request))") } catch {
                    lines.record("\(error)")
                    lines.record(String(reflecting: error))
                }
            }
            try await client.shutdown()
        }
        let all = lines.values.joined(separator: "\n")
        #expect(lines.values.filter { $0.contains("AWS attempt finished") }.count >= 9)
        for secret in [Made.secret, Made.token, "assumed/SECRET", "assumed-TOKEN", "Signature=", "Credential="] {
            #expect(!all.contains(secret), "\(secret)")
        }
    }

    /// A server or a proxy that echoes what it receives; `SECRET` stands for each secret in turn.
    static let echoes: [(status: Int, headers: HTTPHeaders, body: String)] = [
        (403, [:], "<ErrorResponse><Error><Code>SECRET</Code><Message>no</Message></Error></ErrorResponse>"),
        (403, [:], "<ErrorResponse><Error><Code>X</Code><Message>not SECRET</Message></Error></ErrorResponse>"),
        (403, [:], "<Error><Code>X</Code></Error><RequestId>SECRET</RequestId>"),
        (
            403, [:],
            "<ErrorResponse><Error><Code>X</Code></Error><RequestId>SECRET</RequestId></ErrorResponse>"
        ),
        (403, ["x-amzn-requestid": "SECRET"], ""), (500, ["x-amz-request-id": "SECRET"], "<html>SECRET</html>"),
        (200, ["x-amzn-requestid": "SECRET"], "<SECRET>"),
        (429, ["Retry-After": "SECRET", "x-amzn-requestid": "SECRET"], "SECRET"),
    ]

    private static let external = "external-id-of-a-company"
    private static let identity = "a.web.identity.token"
    private static let login = "a-proxys-password"

    @Test(arguments: echoes.indices)
    func `an echoed secret is redacted in every field`(_ index: Int) async throws {
        let lines = Recorder<String>()
        for secret in [Made.secret, Made.token, Self.external, Self.identity, Self.login] {
            let echo = Self.echoes[index]
            func said(_ text: String) -> String { text.replacing("SECRET", with: secret) }
            var headers = HTTPHeaders()
            for (name, value) in echo.headers { headers.add(name: name, value: said(value)) }
            let response = WireResponse(status: echo.status, headers: headers, body: Array(said(echo.body).utf8))
            var settings = try Made.settings(ManualClock())
            settings.logger = Logger(label: "test", factory: { _ in CollectingLogHandler(lines: lines) })
            settings.onAttempt = { lines.record("\($0)") }
            settings.secrets.add([Self.login])
            let sts = STSClient(
                try Made.transport(ScriptedSender(Array(repeating: .response(response), count: 5)), settings))
            let request = STSClient.AssumeRoleRequest(
                roleARN: "arn:aws:iam::222222222222:role/x", sessionName: "relevo", externalID: Self.external)
            do {
                _ =
                    secret == Self.identity
                    ? try await sts.assumeRoleWithWebIdentity(request, token: secret)
                    : try await sts.assumeRole(request)
            } catch {
                lines.record("\(error)" + String(reflecting: error))
            }
        }
        let all = lines.values.joined(separator: "\n")
        #expect(lines.values.count > 10)
        for secret in [Made.secret, Made.token, Self.external, Self.identity, Self.login] {
            #expect(!all.contains(secret), "\(secret)")
        }
    }

    private func response(_ status: Int, _ body: String) -> String {
        "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
