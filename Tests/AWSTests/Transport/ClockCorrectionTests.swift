import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

struct ClockCorrectionTests {
    private let clock = ManualClock()

    private func transport(_ sender: ScriptedSender, _ clocks: Recorder<ClockReading> = Recorder()) throws
        -> AWSTransport
    {
        var settings = try Made.settings(clock)
        settings.onClock = { clocks.record($0) }
        return try Made.transport(sender, settings)
    }

    private func signedAt(_ sender: ScriptedSender) -> [String] {
        sender.requests.map { $0.headers.first(name: "X-Amz-Date") ?? "" }
    }

    static let refusals: [(code: String, message: String)] = [
        ("RequestTimeTooSkewed", ""), ("RequestExpired", ""), ("RequestInTheFuture", ""),
        ("SignatureDoesNotMatch", "Signature expired: 20261124T063900Z is now earlier than 20261124T064400Z"),
        ("SignatureDoesNotMatch", "Signature not yet current: 20261124T063900Z is still later than"),
    ]

    /// Twenty minutes ahead of our 06:39:00.
    private let ahead: HTTPHeaders = ["Date": "Tue, 24 Nov 2026 06:59:00 GMT"]

    @Test(arguments: refusals)
    func `a refused clock is corrected to AWS's, and the call is signed once more`(
        _ code: String, _ message: String
    ) async throws {
        let sender = ScriptedSender([
            .refused(403, code, message, headers: ahead), try .ok("iam.ListAccessKeys_2.xml"),
            try .ok("iam.ListAccessKeys_2.xml"),
        ])
        let clocks = Recorder<ClockReading>()
        let transport = try transport(sender, clocks)
        _ = try await IAMClient(transport).listAccessKeys(userName: "alice")
        #expect(signedAt(sender) == ["20261124T063900Z", "20261124T065900Z"])
        // The wrong clock is reported uncorrected, because it holds deactivations.
        #expect(clocks.values.map(\.ahead) == [-1_200])
        // The correction applies to every other scope.
        let other = transport.scoped("333333333333", credentials: StaticCredentials(try Made.credentials()))
        _ = try await IAMClient(other).listAccessKeys(userName: "alice")
        #expect(signedAt(sender).last == "20261124T065900Z")
        #expect(clock.slept.isEmpty)
    }

    static let json: [(service: String, call: @Sendable (AWSTransport) async throws -> Void)] = [
        ("CloudTrail", { _ = try await CloudTrailClient($0).lookupEvents(named: "CreateAccessKey") }),
        ("Organizations", { _ = try await OrganizationsClient($0).describeOrganization() }),
        ("SSM", { _ = try await SSMClient($0).getParameter("/x") }),
        ("Secrets Manager", { _ = try await SecretsManagerClient($0).getSecretValue("x") }),
    ]

    @Test(arguments: ["Signature expired: 20261124T063900Z is now", "Signature not yet current: 20261124T063900Z is"])
    func `JSON services refuse a clock with other errors`(_ message: String) async throws {
        for (service, call) in Self.json {
            let sender = ScriptedSender([
                .text(400, "{\"__type\": \"InvalidSignatureException\", \"message\": \"\(message)\"}", headers: ahead),
                .text(400, "{\"__type\": \"Stop\"}"),
            ])
            let error = await #expect(throws: AWSError.self) { try await call(try transport(sender)) }
            #expect(error?.code == "Stop", "\(service)")
            #expect(signedAt(sender) == ["20261124T063900Z", "20261124T065900Z"], "\(service)")
        }
    }

    @Test func `a wrong signature in JSON means a wrong secret`() async throws {
        let text = "{\"__type\": \"InvalidSignatureException\", \"message\": \"The request signature we calculated\"}"
        let sender = ScriptedSender([.text(400, text, headers: ahead)])
        let transport = try transport(sender)
        let error = await #expect(throws: AWSError.self) {
            try await OrganizationsClient(transport).describeOrganization()
        }
        #expect(sender.requests.count == 1)
        #expect(error?.isInvalidCredentials == true)
        #expect(error?.description.contains("Check the secret access key of AKIA…MPLE (fixed credentials).") == true)
    }

    @Test func `a clock refused twice is an error that names the clock`() async throws {
        let sender = ScriptedSender(
            Array(repeating: .refused(403, "RequestTimeTooSkewed", headers: ahead), count: 2))
        let transport = try transport(sender)
        let error = await #expect(throws: AWSError.self) {
            try await IAMClient(transport).listAccessKeys(userName: "alice")
        }
        #expect(error?.description.hasSuffix("Set this machine's clock.") == true)
        #expect(sender.requests.count == 2)
    }

    static let hopeless: [(name: String, headers: HTTPHeaders)] = [
        ("no date", [:]), ("the same time", ["Date": "Tue, 24 Nov 2026 06:39:30 GMT"]),
        ("no date's form", ["Date": "now"]),
    ]

    @Test(arguments: hopeless.map(\.name))
    func `no retry if AWS's clock doesn't explain the refusal`(_ name: String) async throws {
        let row = try #require(Self.hopeless.first { $0.name == name })
        let sender = ScriptedSender([.refused(403, "RequestTimeTooSkewed", headers: row.headers)])
        let transport = try transport(sender)
        await #expect(throws: AWSError.self) { try await IAMClient(transport).listAccessKeys(userName: "alice") }
        #expect(sender.requests.count == 1)
    }

    @Test func `a wrong signature doesn't mean a wrong clock`() async throws {
        let sender = ScriptedSender([.refused(403, "SignatureDoesNotMatch", "The signature we", headers: ahead)])
        let transport = try transport(sender)
        await #expect(throws: AWSError.self) { try await IAMClient(transport).listAccessKeys(userName: "alice") }
        #expect(sender.requests.count == 1)
    }
}
