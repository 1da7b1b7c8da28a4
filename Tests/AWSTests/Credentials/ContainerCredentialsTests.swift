import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

@Suite(.timeLimit(.minutes(20)))
struct ContainerCredentialsTests {
    private let clock = ManualClock()

    private func provider(
        _ environment: [String: String], _ sender: any HTTPSender, readFile: @escaping FileReader = { _ in nil }
    ) throws -> ContainerCredentials {
        let settings = try Made.settings(clock)
        return try #require(
            try ContainerCredentials(
                environment: environment, sender: sender, settings: settings, readFile: readFile,
                limit: .seconds(60)))
    }

    @Test func `are read from the endpoint, with a token that is read again each time`() async throws {
        let steps = [
            Made.response(200, Made.document("ASIAONE", end: "2026-11-24T07:39:00Z")),
            Made.response(200, Made.document("ASIATWO")),
        ]
        try await LiveSender.run(steps) { server, url, sender in
            let readings = Recorder<String>()
            let environment = [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(url)/v1/credentials?a=b",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "other",
            ]
            let provider = try provider(environment, sender) { path in
                readings.record(path)
                return Array("token-\(readings.values.count)\n".utf8)
            }
            let first = try await provider.credentials()
            #expect(first.accessKeyID == "ASIAONE" && first.sessionToken == Made.token)
            clock.advance(by: 3_400)
            #expect(try await provider.credentials().accessKeyID == "ASIATWO")
            #expect(server.requests[0].hasPrefix("GET /v1/credentials?a=b HTTP/1.1\r\n"))
            #expect(server.requests[0].contains("Authorization: token-1\r\n"))
            #expect(server.requests[1].contains("Authorization: token-2\r\n"))
        }
    }

    @Test func `a relative URI is the task's, and wins`() async throws {
        let sender = ScriptedSender([.text(200, Made.document("ASIAONE"))])
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/x",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://example.com", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "t",
        ]
        _ = try await provider(environment, sender).credentials()
        #expect(sender.requests.map(\.url) == ["http://169.254.170.2/v2/credentials/x"])
        #expect(sender.requests[0].headers["Authorization"] == ["t"])
    }

    static let addresses: [(url: String, allowed: Bool)] = [
        ("https://example.com/x", true), ("http://127.0.0.1:80/x", true), ("http://127.9.8.7/x", true),
        ("http://localhost/x", true), ("http://[::1]:9/x", true), ("http://169.254.170.2/x", true),
        ("http://169.254.170.23/x", true), ("http://[fd00:ec2::23]/v1", true), ("http://example.com/x", false),
        ("http://169.254.169.254/x", false), ("http://127.0.0.1.example.com/x", false),
        ("http://127.0.0.1@example.com/x", false), ("http://[fd00:ec2::24]/x", false), ("ftp://127.0.0.1/x", false),
        ("http://10.0.0.1/x", false), ("nonsense", false),
    ]

    @Test(arguments: addresses)
    func `a token is never sent to an arbitrary host`(_ url: String, _ allowed: Bool) {
        let environment = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]
        if allowed {
            #expect(throws: Never.self) { try ContainerAddress.url(environment) }
        } else {
            #expect(throws: AWSError.self) { try ContainerAddress.url(environment) }
        }
    }

    @Test(arguments: ["v2/x", "@example.com/", ".example.com/", ":80/"])
    func `a relative URI can't name a host`(_ path: String) {
        let error = #expect(throws: AWSError.self) {
            try ContainerAddress.url(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": path])
        }
        #expect(error?.description.contains("must start with a slash") == true)
    }

    @Test func `a temporary failure is retried: three attempts, a second apart`() async throws {
        let sender = ScriptedSender([
            .failure(.timedOut(sent: true)), .text(500), .text(200, Made.document("ASIAONE")),
        ])
        _ = try await provider(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"], sender).credentials()
        #expect(clock.slept == [.seconds(1), .seconds(1)])
    }

    static let failures: [(name: String, steps: [ScriptedSender.Step], words: String)] = [
        ("refused", [.text(403, "{\"message\": \"\(Made.token)\"}")], "returned HTTP 403; check the role"),
        (
            "silent", Array(repeating: .failure(.timedOut(sent: false)), count: 3),
            "did not respond; check AWS_CONTAINER"
        ),
        ("HTML", [.text(200, "<html>")], "other than JSON"),
        ("half a document", [.text(200, "{\"AccessKeyId\": \"A\"}")], "without AccessKeyId, SecretAccessKey, Token"),
        ("an error in the document", [.text(200, "{\"Code\": \"Failed\"}")], "returned no credentials: Failed."),
    ]

    @Test(arguments: failures.map(\.name))
    func `says what went wrong, without the response`(_ name: String) async throws {
        let row = try #require(Self.failures.first { $0.name == name })
        let provider = try provider(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"], ScriptedSender(row.steps))
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(error?.description.contains(row.words) == true, "\(String(describing: error))")
        #expect(error?.description.contains(Made.token) == false)
    }

    @Test func `a token with a line break is not sent`() async throws {
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\r\nX: b",
        ]
        let sender = ScriptedSender([])
        let provider = try provider(environment, sender)
        await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(sender.requests.isEmpty)
    }
}
