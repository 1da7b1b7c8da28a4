import FoundationEssentials
import Logging
import NIOHTTP1
import Testing

@testable import AWS

struct AWSTransportTests {
    private let clock = ManualClock()

    private func keys(_ sender: ScriptedSender, _ settings: AWSTransport.Settings? = nil) async throws -> [IAMAccessKey]
    {
        let settings = try settings ?? Made.settings(clock)
        return try await IAMClient(try Made.transport(sender, settings)).listAccessKeys(userName: "alice").items
    }

    static let passing: [(name: String, steps: [ScriptedSender.Step])] = [
        ("500", [.text(500)]), ("503 in HTML", [.text(503, "<html><body>Bad gateway</body></html>")]),
        ("ServiceFailure", [.refused(500, "ServiceFailure")]),
        ("Throttling", [.refused(400, "Throttling", "Rate exceeded")]),
        ("a time-out", [.failure(.timedOut(sent: true))]),
        ("a broken connection", [.failure(.connection(reason: "the response was truncated", sent: true))]),
        ("four failures in a row", [.text(502), .text(503), .text(504), .refused(400, "Throttling")]),
    ]

    @Test(arguments: passing.map(\.name))
    func `retries`(_ name: String) async throws {
        let steps = try #require(Self.passing.first { $0.name == name }?.steps)
        let sender = ScriptedSender(steps + [try .ok("iam.ListAccessKeys_2.xml")])
        #expect(try await keys(sender).count == 1)
        #expect(sender.requests.count == steps.count + 1)
        #expect(Set(sender.bodies).count == 1)
    }

    static let final: [(code: String, status: Int)] = [
        ("AccessDenied", 403), ("LimitExceeded", 409), ("NoSuchEntity", 404), ("ExpiredToken", 403),
        ("InvalidClientTokenId", 403), ("ValidationError", 400),
    ]

    @Test(arguments: final)
    func `doesn't retry`(_ code: String, _ status: Int) async throws {
        let sender = ScriptedSender([.refused(status, code, "no")])
        let error = await #expect(throws: AWSError.self) { try await keys(sender) }
        #expect(error?.code == code && error?.status == status && error?.requestID == "r-1")
        #expect(sender.requests.count == 1 && clock.slept.isEmpty)
    }

    @Test func `gives up after five attempts with the last error`() async throws {
        let sender = ScriptedSender(Array(repeating: .text(503), count: 5))
        let error = await #expect(throws: AWSError.self) { try await keys(sender) }
        #expect(
            error?.description
                == "IAM ListAccessKeys (222222222222) was refused with HTTP503: the response has no body (HTTP 503). "
                + "AWS has a problem there; run again later.")
        #expect(sender.requests.count == 5)
    }

    @Test func `signs every attempt anew`() async throws {
        let sender = ScriptedSender([
            .text(429, headers: ["Retry-After": "30"]), try .ok("iam.ListAccessKeys_2.xml"),
        ])
        _ = try await keys(sender)
        #expect(
            sender.requests.map { $0.headers.first(name: "X-Amz-Date") } == ["20261124T063900Z", "20261124T063930Z"])
        #expect(Set(sender.requests.map { $0.headers.first(name: "Authorization") }).count == 2)
    }

    static let waits: [(headers: HTTPHeaders, seconds: Double)] = [
        (["Retry-After": "7"], 7), (["Retry-After": "Tue, 24 Nov 2026 06:39:20 GMT"], 20),
        (["x-amz-retry-after": "1500"], 1.5), (["x-amz-retry-after": "2500", "Retry-After": "9"], 2.5),
        (["Retry-After": "-5"], 0.5), (["Retry-After": "soon"], 0.5), ([:], 0.5),
    ]

    @Test(arguments: waits)
    func `waits as long as the service asks`(_ headers: HTTPHeaders, _ seconds: Double) async throws {
        let sender = ScriptedSender([.text(429, headers: headers), try .ok("iam.ListAccessKeys_2.xml")])
        _ = try await keys(sender)
        #expect(clock.slept.first == .seconds(seconds))
    }

    @Test func `callers of one scope slow down together, other scopes don't`() async throws {
        let answers = try Array(repeating: ScriptedSender.Step.ok("iam.ListAccessKeys_2.xml"), count: 20)
        let transport = try Made.transport(
            ScriptedSender([.refused(400, "Throttling")] + answers), try Made.settings(clock, random: 0))
        let client = IAMClient(transport)
        _ = try await client.listAccessKeys(userName: "alice")
        let before = clock.now
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { _ = try await client.listAccessKeys(userName: "alice") } }
            try await group.waitForAll()
        }
        // One call in two seconds was too fast, so eight take about fifteen seconds.
        #expect(clock.now.timeIntervalSince(before) > 10)

        let rested = clock.now
        let other = transport.scoped("333333333333", credentials: StaticCredentials(try Made.credentials()))
        for _ in 0..<8 { _ = try await IAMClient(other).listAccessKeys(userName: "alice") }
        #expect(clock.now == rested)
    }

    @Test func `all sessions in an account share its rate limit`() async throws {
        let response = try ScriptedSender.Step.ok("iam.ListAccessKeys_2.xml")
        let sender = ScriptedSender([.refused(400, "Throttling")] + Array(repeating: response, count: 4))
        let hub = try Made.transport(sender, try Made.settings(clock, random: 0), scope: "hub")
        func session() throws -> IAMClient {
            IAMClient(hub.scoped("222222222222", credentials: StaticCredentials(try Made.credentials())))
        }
        _ = try await session().listAccessKeys(userName: "alice")
        let before = clock.now
        for _ in 0..<2 { _ = try await session().listAccessKeys(userName: "alice") }
        #expect(clock.now.timeIntervalSince(before) > 2)

        let slowed = clock.now
        _ = try await IAMClient(hub).listAccessKeys(userName: "alice")
        #expect(clock.now == slowed)
    }

    @Test func `reports every attempt and every server's clock`() async throws {
        let attempts = Recorder<AWSAttempt>()
        let clocks = Recorder<ClockReading>()
        var settings = try Made.settings(clock)
        settings.onAttempt = { attempts.record($0) }
        settings.onClock = { clocks.record($0) }
        let sender = ScriptedSender([
            .failure(.timedOut(sent: true)),
            .refused(400, "Throttling", headers: ["Date": "Tue, 24 Nov 2026 06:33:00 GMT"]),
            try .ok("iam.ListAccessKeys_2.xml"),
        ])
        _ = try await keys(sender, settings)
        #expect(attempts.values.map(\.attempt) == [1, 2, 3])
        #expect(attempts.values.map(\.status) == [nil, 400, 200])
        #expect(attempts.values.map(\.errorCode) == ["TimeOut", "Throttling", nil])
        #expect(attempts.values.map(\.retryIn) == [0.025, 1, nil])
        #expect(
            attempts.values.allSatisfy {
                $0.service == "IAM" && $0.operation == "ListAccessKeys" && $0.scope == "222222222222"
            })
        #expect(clocks.values.count == 1)
        #expect(abs(try #require(clocks.values.first?.ahead) - 360.025) < 0.001)
    }

    static let garbage = [
        "", "<html><body>Sign in to the proxy</body></html>", "{}", "<ListAccessKeysResponse>", "<ListUsersResponse/>",
        "<ListAccessKeysResponse><ListAccessKeysResult/></ListAccessKeysResponse>", "\u{1F}\u{8B}",
        "<!DOCTYPE a><ListAccessKeysResponse/>",
        "<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member><AccessKeyId>AKIA</AccessKeyId>"
            + "<Status>Active</Status></member></AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>",
        "<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member><AccessKeyId>AKIA</AccessKeyId>"
            + "<CreateDate>yesterday</CreateDate><Status>Active</Status></member></AccessKeyMetadata>"
            + "</ListAccessKeysResult></ListAccessKeysResponse>",
    ]

    @Test(arguments: garbage)
    func `a successful response with an unexpected body is an error`(_ body: String) async throws {
        let error = await #expect(throws: AWSError.self) { try await keys(ScriptedSender([.text(200, body)])) }
        #expect(error?.kind == .malformedResponse && error?.operation == "ListAccessKeys" && error?.status == 200)
    }

    @Test func `a redirect is an error`() async throws {
        let sender = ScriptedSender([.text(301, headers: ["Location": "https://elsewhere.example.com/"])])
        let error = await #expect(throws: AWSError.self) { try await keys(sender) }
        #expect(error?.code == "HTTP301" && error?.isRetryable == false)
    }

    @Test func `a change without a response is ambiguous`() async throws {
        let lost = ScriptedSender.Step.failure(.timedOut(sent: true))
        let refused = ScriptedSender.Step.failure(
            .connection(reason: "the connection could not be established", sent: false))
        for (steps, kind): ([ScriptedSender.Step], AWSError.Kind) in [
            (Array(repeating: lost, count: 5), .ambiguous),
            ([lost] + Array(repeating: refused, count: 4), .ambiguous),
            (Array(repeating: refused, count: 5), .connection),
            (Array(repeating: .text(502), count: 5), .ambiguous),
            // The second response doesn't tell whether the first attempt was carried out.
            ([lost, .refused(403, "AccessDenied")], .ambiguous),
            (Array(repeating: .refused(400, "Throttling"), count: 5), .refused),
        ] {
            let client = KeyDeactivationClient(try Made.transport(ScriptedSender(steps)))
            let error = await #expect(throws: AWSError.self) {
                try await client.deactivate(
                    userName: "alice", accessKeyID: "AKIAIOSFODNN7EXAMPLE", before: .distantFuture)
            }
            #expect(error?.kind == kind)
        }
    }

    @Test func `a change stays ambiguous if the credentials expire between two attempts`() async throws {
        struct RunningOut: CredentialsProvider {
            let origin = "a test"
            let asked = Recorder<Void>()
            func credentials() async throws -> AWSCredentials {
                asked.record(())
                guard asked.values.count == 1 else { throw AWSError.credentials("They ran out.") }
                return try Made.credentials()
            }
        }
        let sender = ScriptedSender([.failure(.timedOut(sent: true))])
        let transport = AWSTransport(
            sender: sender, settings: try Made.settings(clock), credentials: RunningOut(), scope: "222222222222")
        let error = await #expect(throws: AWSError.self) {
            try await KeyDeactivationClient(transport).deactivate(
                userName: "alice", accessKeyID: "AKIA", before: .distantFuture)
        }
        #expect(error?.kind == .ambiguous && error?.operation == "UpdateAccessKey")
    }

    @Test func `the request is what AWS requires`() async throws {
        let sender = ScriptedSender([try .ok("iam.ListAccessKeys_2.xml")])
        var settings = try Made.settings(clock, environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:5000"])
        settings.userAgent = "relevo/1"
        _ = try await keys(sender, settings)
        let request = try #require(sender.requests.first)
        #expect(request.url == "http://127.0.0.1:5000/" && request.method == "POST")
        #expect(request.headers["Host"] == ["127.0.0.1:5000"])
        #expect(request.headers["User-Agent"] == ["relevo/1"])
        #expect(request.headers["X-Amz-Security-Token"] == [Made.token])
        #expect(request.headers["Content-Type"] == ["application/x-www-form-urlencoded; charset=utf-8"])
        let authorization = try #require(request.headers.first(name: "Authorization"))
        #expect(authorization.contains("/20261124/us-east-1/iam/aws4_request"))
        #expect(authorization.contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,"))
    }

    @Test func `a cancelled call stops waiting`() async throws {
        var settings = try Made.settings(clock)
        settings.sleep = { _ in throw CancellationError() }
        let sender = ScriptedSender([.text(503)])
        await #expect(throws: CancellationError.self) { try await keys(sender, settings) }
        #expect(sender.requests.count == 1)
    }
}
