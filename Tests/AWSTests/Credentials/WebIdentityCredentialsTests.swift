import FoundationEssentials
import Testing

@testable import AWS

@Suite(.timeLimit(.minutes(20)))
struct WebIdentityCredentialsTests {
    private let clock = ManualClock()
    private let environment = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::222222222222:role/pod",
        "AWS_ROLE_SESSION_NAME": "pod-1",
    ]

    private func response(end: String) throws -> String {
        String(decoding: try Fixture.bytes("sts.AssumeRole_1.xml"), as: UTF8.self)
            .replacing("AssumeRoleResponse", with: "AssumeRoleWithWebIdentityResponse")
            .replacing("AssumeRoleResult", with: "AssumeRoleWithWebIdentityResult")
            .replacing("2026-11-24T07:39:00Z", with: end)
    }

    /// A chain whose token file changes each time it is read.
    private func chain(
        _ environment: [String: String], config: String = "", sender: any HTTPSender, readings: Recorder<String>,
        stsURL: String = ""
    ) throws -> DefaultCredentialsChain {
        let readFile: FileReader = { path in
            if path == "/home/me/.aws/config" { return config.isEmpty ? nil : Array(config.utf8) }
            guard path == "/token" else { return nil }
            readings.record(path)
            return Array("token-\(readings.values.count)\n".utf8)
        }
        let environment = environment.merging(["HOME": "/home/me"]) { $1 }
        return try DefaultCredentialsChain(
            environment: environment, profiles: try AWSProfiles.load(environment: environment, readFile: readFile),
            sender: sender, settings: try Made.settings(clock, environment: ["AWS_ENDPOINT_URL_STS": stsURL]),
            sessionName: "relevo-1", readFile: readFile)
    }

    @Test func `are requested unsigned, and each refresh reads the token again`() async throws {
        let steps = [
            Made.response(200, try response(end: "2026-11-24T07:39:00Z")),
            Made.response(200, try response(end: "2026-11-24T08:39:00Z")),
        ]
        try await LiveSender.run(steps) { server, url, sender in
            let found = try chain(environment, sender: sender, readings: Recorder(), stsURL: url)
            #expect(found.source == .webIdentity(profile: nil))
            #expect(try await found.credentials().accessKeyID == "ASIAIOSFODNN7EXAMPLE")
            _ = try await found.credentials()
            clock.advance(by: 3_400)
            _ = try await found.credentials()
            #expect(server.requests.count == 2)
            #expect(server.requests.allSatisfy { !$0.lowercased().contains("authorization") })
            #expect(server.requests[0].hasSuffix("RoleSessionName=pod-1&DurationSeconds=3600&WebIdentityToken=token-1"))
            #expect(server.requests[1].hasSuffix("WebIdentityToken=token-2"))
        }
    }

    @Test func `the environment wins over the profile, setting by setting`() async throws {
        let config = """
            [default]
            role_arn = arn:aws:iam::222222222222:role/other
            web_identity_token_file = /other
            role_session_name = profile-name
            duration_seconds = 900
            """
        let sender = ScriptedSender([.text(200, try response(end: "2026-11-24T07:39:00Z"))])
        var environment = environment
        environment["AWS_ROLE_SESSION_NAME"] = nil
        let found = try chain(environment, config: config, sender: sender, readings: Recorder())
        _ = try await found.credentials()
        #expect(sender.bodies[0].contains("role%2Fpod&RoleSessionName=profile-name&DurationSeconds=900&"))
    }

    @Test func `an identity provider that isn't ready is retried`() async throws {
        let sender = ScriptedSender([
            .refused(400, "IDPCommunicationError"), .refused(400, "InvalidIdentityToken"),
            .text(200, try response(end: "2026-11-24T07:39:00Z")),
        ])
        _ = try await chain(environment, sender: sender, readings: Recorder()).credentials()
        #expect(sender.requests.count == 3)
    }

    @Test func `an error never repeats the token`() async throws {
        let sender = ScriptedSender([.refused(403, "AccessDenied", "no token-1 here")])
        let found = try chain(environment, sender: sender, readings: Recorder())
        let error = await #expect(throws: AWSError.self) { try await found.credentials() }
        #expect(error?.description.contains("no [redacted] here") == true)
    }

    static let bad: [(content: String?, words: String)] = [
        (nil, "The web identity token file /token does not exist;"), ("", "/token is empty"),
        ("a\u{7}b", "does not contain a token"), (String(repeating: "a", count: 20_001), "does not contain a token"),
    ]

    @Test(arguments: bad)
    func `an invalid token file is an error`(_ content: String?, _ words: String) async throws {
        let files = content.map { ["/token": $0] } ?? [:]
        let found = try Made.chain(environment, files: files)
        let error = await #expect(throws: AWSError.self) { try await found.credentials() }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
}
