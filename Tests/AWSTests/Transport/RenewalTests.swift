import FoundationEssentials
import NIOHTTP1
import Testing

@testable import AWS

/// Credentials that AWS refuses as expired, although their expiration is in the future.
struct RenewalTests {
    private static let role = "arn:aws:iam::222222222222:role/RelevoAudit"
    private let clock = ManualClock()
    private let policy = "{\"Version\":\"2012-10-17\"}"

    /// STS returns `ASIASESSION0001`, `ASIASESSION0002` and so on; `refuses` decides the outcome of a call.
    private func sender(
        _ refuses: @escaping @Sendable (_ keyID: String) -> ScriptedSender.Step?
    ) -> RespondingSender {
        let sessions = Recorder<Void>()
        return RespondingSender { request in
            if request.text.hasPrefix("Action=AssumeRole&") {
                sessions.record(())
                let response = String(decoding: try Fixture.bytes("sts.AssumeRole_1.xml"), as: UTF8.self)
                return .text(
                    200, response.replacing("ASIAIOSFODNN7EXAMPLE", with: "ASIASESSION000\(sessions.values.count)"))
            }
            if let refusal = refuses(request.keyID) { return refusal }
            return request.text.hasPrefix("Action=UpdateAccessKey&")
                ? try .ok("iam.UpdateAccessKey_1.xml") : try .ok("iam.ListAccessKeys_2.xml")
        }
    }

    /// An account with an assumed role, from the hub's own credentials, which never expire.
    private func account(_ sender: RespondingSender) throws -> AWSTransport {
        let hub = try Made.transport(sender, try Made.settings(clock), scope: "hub")
        let role = AssumeRoleCredentials(
            sts: STSClient(hub), request: .init(roleARN: Self.role, sessionName: "relevo-1", policy: policy),
            now: hub.settings.now)
        return hub.scoped("222222222222", credentials: role)
    }

    private func list(_ transport: AWSTransport) async throws -> Int {
        try await IAMClient(transport).listAccessKeys(userName: "alice").items.count
    }

    @Test(arguments: ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired"])
    func `are renewed with the same session policy, and the call is retried`(_ code: String) async throws {
        let sender = sender { $0 == "ASIASESSION0001" ? .refused(403, code) : nil }
        #expect(try await list(account(sender)) == 1)
        let sessions = sender.bodies("AssumeRole")
        #expect(sessions.count == 2 && Set(sessions).count == 1)
        #expect(sessions.allSatisfy { $0.contains("&Policy=%7B%22Version%22") })
        #expect(
            sender.requests.map(\.keyID)
                == ["AKIAIOSFODNN7EXAMPLE", "ASIASESSION0001", "AKIAIOSFODNN7EXAMPLE", "ASIASESSION0002"])
        #expect(clock.slept.isEmpty)
    }

    @Test(arguments: ["InvalidClientTokenId", "SignatureDoesNotMatch", "AccessDenied", "UnrecognizedClientException"])
    func `are not renewed for`(_ code: String) async throws {
        let sender = sender { _ in .refused(403, code) }
        let error = await #expect(throws: AWSError.self) { try await list(account(sender)) }
        #expect(error?.code == code)
        #expect(sender.requests.count == 2)
    }

    @Test func `a second refusal is an error that names the credentials and their source`() async throws {
        let sender = sender { _ in .refused(403, "ExpiredToken", "The security token is expired") }
        let error = await #expect(throws: AWSError.self) { try await list(account(sender)) }
        #expect(
            error?.description
                == "IAM ListAccessKeys (222222222222) was refused with ExpiredToken: The security token is expired "
                + "(HTTP 403, request r-1). ASIA…0002 was just renewed from role \(Self.role) and is refused too; "
                + "check whether the session of that source has expired or was revoked.")
        #expect(sender.requests.count == 4)
    }

    @Test func `the hub's own credentials are renewed while a role is assumed`() async throws {
        let program = Recorder<Void>()
        let hub = RefreshingCredentials(now: { ManualClock.start }) {
            program.record(())
            return try AWSCredentials(
                accessKeyID: "ASIAPROGRAM000\(program.values.count)", secretAccessKey: Made.secret,
                sessionToken: Made.token)
        }
        let sender = RespondingSender { request in
            if request.keyID == "ASIAPROGRAM0001" { return .refused(403, "ExpiredToken") }
            return try .ok(
                request.text.hasPrefix("Action=AssumeRole&") ? "sts.AssumeRole_1.xml" : "iam.ListAccessKeys_2.xml")
        }
        let transport = AWSTransport(
            sender: sender, settings: try Made.settings(clock), credentials: Given(session: hub), scope: "hub")
        let role = AssumeRoleCredentials(
            sts: STSClient(transport), request: .init(roleARN: Self.role, sessionName: "relevo-1"),
            now: transport.settings.now)
        #expect(try await list(transport.scoped("222222222222", credentials: role)) == 1)
        #expect(program.values.count == 2)
        #expect(sender.bodies("AssumeRole").count == 2)
    }

    @Test(.timeLimit(.minutes(20)))
    func `many calls that are refused together renew once`() async throws {
        let sender = sender { $0 == "ASIASESSION0001" ? .refused(403, "ExpiredToken") : nil }
        let transport = try account(sender)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<32 { group.addTask { try await list(transport) } }
            for try await count in group { #expect(count == 1) }
        }
        #expect(sender.bodies("AssumeRole").count == 2)
    }

    @Test func `a source without new credentials fails at once, and says what to renew`() async throws {
        let found = try EnvironmentCredentials([
            "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": Made.secret,
            "AWS_SESSION_TOKEN": Made.token,
        ])
        let fixed = try #require(found)
        let same = RefreshingCredentials(now: { ManualClock.start }) { try Made.credentials() }
        for (provider, whose): (any CredentialsProvider, String) in [
            (fixed, "ASIA…MPLE (environment)"), (Given(session: same), "AKIA…MPLE (profile audit (SSO))"),
        ] {
            let sender = sender { _ in .refused(403, "ExpiredToken") }
            let transport = AWSTransport(
                sender: sender, settings: try Made.settings(clock), credentials: provider, scope: "hub")
            let error = await #expect(throws: AWSError.self) { try await list(transport) }
            #expect(
                error?.description.hasSuffix("Renew \(whose) and run again.") ?? false, "\(error?.description ?? "")")
            #expect(sender.requests.count == 1)
        }
    }

    @Test func `a failed renewal reports the error of the source`() async throws {
        let asked = Recorder<Void>()
        let source = RefreshingCredentials(now: { ManualClock.start }) {
            asked.record(())
            guard asked.values.count == 1 else { throw AWSError.credentials("Run `aws sso login` again.") }
            return try Made.credentials()
        }
        let sender = sender { _ in .refused(403, "ExpiredToken") }
        let transport = AWSTransport(
            sender: sender, settings: try Made.settings(clock), credentials: Given(session: source), scope: "hub")
        let error = await #expect(throws: AWSError.self) { try await list(transport) }
        #expect(error?.description == "Run `aws sso login` again.")
        // Refused credentials are not used again.
        await #expect(throws: AWSError.self) { try await list(transport) }
        #expect(asked.values.count == 3 && sender.requests.count == 1)
    }

    @Test func `sessions that expire after one call are renewed for every call`() async throws {
        let used = Recorder<String>()
        let sender = sender { key in
            defer { used.record(key) }
            return used.values.contains(key) ? .refused(403, "ExpiredToken") : nil
        }
        let transport = try account(sender)
        for _ in 0..<5 { #expect(try await list(transport) == 1) }
        #expect(sender.bodies("AssumeRole").count == 5)
    }

    @Test func `a change is retried with the renewed session`() async throws {
        let sender = sender { $0 == "ASIASESSION0001" ? .refused(403, "ExpiredToken") : nil }
        try await KeyDeactivationClient(account(sender)).deactivate(
            userName: "alice", accessKeyID: "AKIA", before: .distantFuture)
        #expect(sender.bodies("UpdateAccessKey").count == 2)
        #expect(Set(sender.bodies("AssumeRole")).count == 1)
    }

    @Test func `a change without a response, whose session can't be renewed, is ambiguous`() async throws {
        let calls = Recorder<Void>()
        let sender = sender { _ in
            calls.record(())
            return calls.values.count == 1 ? .failure(.timedOut(sent: true)) : .refused(403, "ExpiredToken")
        }
        let error = await #expect(throws: AWSError.self) {
            try await KeyDeactivationClient(account(sender)).deactivate(
                userName: "alice", accessKeyID: "AKIA", before: .distantFuture)
        }
        #expect(error?.kind == .ambiguous)
        #expect(calls.values.count == 3)
    }

    @Test func `RequestExpired counts as a wrong clock first, if AWS's clock differs`() async throws {
        let sender = sender { key in
            key == "ASIASESSION0001"
                ? .refused(400, "RequestExpired", headers: ["Date": "Tue, 24 Nov 2026 07:09:00 GMT"]) : nil
        }
        #expect(try await list(account(sender)) == 1)
        #expect(
            sender.requests.map(\.keyID).filter { $0.hasPrefix("ASIA") }
                == ["ASIASESSION0001", "ASIASESSION0001", "ASIASESSION0002"])
    }

    /// A source with its own session.
    private struct Given: RefreshableCredentials {
        let origin = "profile audit (SSO)"
        let session: RefreshingCredentials
    }
}
