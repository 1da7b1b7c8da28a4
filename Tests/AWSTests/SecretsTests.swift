import AsyncHTTPClient
import FoundationEssentials
import Logging
import Testing

@testable import AWS

/// Nothing that can be read afterwards holds a secret.
struct SecretsTests {
    @Test(.timeLimit(.minutes(5)))
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

    private func response(_ status: Int, _ body: String) -> String {
        "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
