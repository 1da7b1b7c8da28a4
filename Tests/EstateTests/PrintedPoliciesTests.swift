import AWS
import AsyncHTTPClient
import Foundation
import LocalSlack
import Testing

/// A whole ladder under exactly what `relevo init` prints, on an AWS that evaluates every call.
struct PrintedPoliciesTests {
    private static let externalID = "relevo-init-3f"

    @Test(.timeLimit(.minutes(20)))
    func `the printed policies are enough from 76 to 91 and for a restore, and for nothing else`() async throws {
        // It ends today, when somebody restores a key.
        let first = Day.present(days: -16)
        let people = [
            Person.engineer("ana", "U0ANA", age: 76, on: first),
            Person.engineer("bea", "U0BEA", age: 76, on: first, in: Estate.hub),
            Person(name: "root-like", tags: ["type": "machine"], age: 10, path: "/break-glass/"),
        ]
        try await Estate.with(checksPermissions: true, people: people) { estate in
            let ended = try await estate.relevo(
                "init", "--folder", "setup", "--hub-account", Estate.hub, "--channel", Estate.channel, "--external-id",
                Self.externalID, "--protected", "/break-glass/")
            expect(ended, endedWith: 0)
            try await Self.install(estate)
            try Self.enforce(estate)

            expect(try await estate.relevo("doctor"), endedWith: 0)
            let refusedSoFar = try await Self.refusals(estate)
            for day in [0, 5, 10, 15] { try await estate.goodRun(on: first.later(hours: Double(day) * 24)) }
            #expect(try await estate.status(of: "ana") == "Inactive")
            #expect(try await estate.status(of: "bea", in: Estate.hub) == "Inactive")
            #expect(try await estate.messages(to: "U0ANA").count == 4)
            let key = try await estate.keyID(of: "ana")
            expect(try await estate.now("restore", key, "--for", "1h", "--reason", "an export"), endedWith: 0)
            #expect(try await estate.status(of: "ana") == "Active")
            #expect(try await Self.refusals(estate) == refusedSoFar)
            try await estate.verify()

            try await Self.expectRefusals(estate)
        }
    }

    private static func refusals(_ estate: Estate) async throws -> Double {
        try await estate.proxy.get("/proxy/counts")["statuses"]?["403"]?.number ?? 0
    }

    /// The printed configuration, for these servers and in mode enforce: nothing else is changed.
    private static func enforce(_ estate: Estate) throws {
        let printed = try estate.folder.text("setup/relevo.yaml")
        let lines = printed.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            switch line {
            case "mode: notify": ["mode: enforce"]
            case "slack:": ["slack:", "  api-url: \(estate.slack.url)/api/"]
            default: [String(line)]
            }
        }
        try estate.folder.write(lines.joined(separator: "\n"), to: "relevo.yaml")
    }

    /// Puts the printed policies where the estate had its own, as an administrator of each account would: over the wire.
    private static func install(_ estate: Estate) async throws {
        for account in [Estate.hub, "222222222222"] {
            try await estate.administer(account, script, account == Estate.hub ? "hub" : "member")
        }
    }

    private static let script = """
        import pathlib, sys, boto3
        printed = {p.stem: p.read_text() for p in pathlib.Path("setup/policies").iterdir()}
        iam = boto3.client("iam", endpoint_url=sys.argv[1])
        for role in ("RelevoAudit", "RelevoEnforce"):
            for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
                iam.delete_role_policy(RoleName=role, PolicyName=name)
            iam.delete_role(RoleName=role)
            iam.create_role(RoleName=role, AssumeRolePolicyDocument=printed["trust"], MaxSessionDuration=3600)
            iam.put_role_policy(RoleName=role, PolicyName=role, PolicyDocument=printed[role])
        if sys.argv[2] == "hub":
            for name in iam.list_user_policies(UserName="relevo-hub")["PolicyNames"]:
                iam.delete_user_policy(UserName="relevo-hub", PolicyName=name)
            iam.put_user_policy(UserName="relevo-hub", PolicyName="RelevoHub", PolicyDocument=printed["RelevoHub"])
        """

    /// What must not be possible with Relevo's own credentials, for anyone who has them.
    private static func expectRefusals(_ estate: Estate) async throws {
        let hub = try hub(estate)
        let sts = STSClient(hub)
        func session(_ role: String, externalID: String? = externalID) async throws -> AWSTransport {
            let assumed = try await sts.assumeRole(
                STSClient.AssumeRoleRequest(
                    roleARN: "arn:aws:iam::222222222222:role/\(role)", sessionName: "relevo-test",
                    externalID: externalID))
            return hub.scoped(role, credentials: StaticCredentials(assumed.credentials))
        }
        for wrong in ["another", nil] {
            await expectDenied { _ = try await session("RelevoAudit", externalID: wrong) }
        }
        await expectDenied { _ = try await session("OrganizationAccountAccessRole") }
        await expectDenied { _ = try await IAMClient(hub).getUser(userName: "ana") }

        let key = try await estate.keyID(of: "ana")
        let audit = try await session("RelevoAudit")
        await expectDenied {
            try await KeyDeactivationClient(audit).deactivate(userName: "ana", accessKeyID: key, before: .distantFuture)
        }
        await expectDenied { _ = try await IAMClient(audit).getUser(userName: "ana") }
        let foreign = try await estate.keyID(of: "bea", in: Estate.hub)
        await #expect(throws: AWSError.self) { try await IAMClient(audit).getAccessKeyLastUsed(accessKeyID: foreign) }

        let enforce = try await session("RelevoEnforce")
        let protected = try await estate.keyID(of: "root-like")
        await expectDenied {
            try await KeyDeactivationClient(enforce).deactivate(
                userName: "root-like", accessKeyID: protected, before: .distantFuture)
        }
        await expectDenied { _ = try await IAMClient(enforce).getAccountAuthorizationDetails() }
        // They were refused for what they are, not for something that they share:
        _ = try await IAMClient(enforce).accessKeys(userName: "root-like")
        _ = try await IAMClient(audit).accessKeys(userName: "ana")
    }

    private static func hub(_ estate: Estate) throws -> AWSTransport {
        let environment = estate.environment
        let settings = AWSTransport.Settings(
            endpoints: try AWSEndpoints(environment: environment, profiles: AWSProfiles.none))
        return AWSTransport(
            sender: AsyncHTTPSender(client: .shared), settings: settings,
            credentials: StaticCredentials(
                try AWSCredentials(
                    accessKeyID: environment["AWS_ACCESS_KEY_ID"] ?? "", secretAccessKey: estate.hubSecret)),
            scope: "hub")
    }

    private static func expectDenied(
        _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async {
        do {
            try await body()
            Issue.record("it was allowed", sourceLocation: location)
        } catch let error as AWSError {
            #expect(error.isAccessDenied, "\(error)", sourceLocation: location)
        } catch {
            Issue.record(error, sourceLocation: location)
        }
    }
}

/// The printed templates, checked by the tools they are for, if those are installed; neither uses the network.
struct PrintedTemplatesTests {
    private static func check(_ program: String, _ arguments: [String]) async throws {
        try await Folder.with { folder in
            let environment = Programs.environment.merging(["HOME": folder.path]) { $1 }
            let made = try ChildProcess(
                Programs.relevo,
                ["init", "--folder", "setup", "--hub-account", Estate.hub, "--channel", Estate.channel],
                environment: environment, in: folder, name: "init")
            expect(try await made.ended(), endedWith: 0)
            let checked = try ChildProcess(
                "/usr/bin/env", [program] + arguments, environment: environment, in: folder, name: "check")
            expect(try await checked.ended(), endedWith: 0)
        }
    }

    @Test(.enabled(if: Programs.succeeds([Programs.python, "-c", "import cfnlint"])), .timeLimit(.minutes(20)))
    func `CloudFormation's linter reports nothing`() async throws {
        try await Self.check(
            Programs.python,
            [
                "-c", "from cfnlint.runner import main; main()", "--regions", "us-east-1", "--template",
                "setup/stackset.yaml",
            ])
    }

    @Test(.enabled(if: Programs.succeeds(["terraform", "version"])), .timeLimit(.minutes(20)))
    func `Terraform reads its file, and would not format it differently`() async throws {
        try await Self.check("terraform", ["fmt", "-check", "setup"])
    }
}

/// A whole round with signatures, trust and policies evaluated as AWS evaluates them.
struct LeastPrivilegeTests {
    @Test(.timeLimit(.minutes(20)))
    func `exactly the published roles are enough from the first notice to the deactivation, and back`() async throws {
        // It ends today, when somebody restores a key.
        let first = Day.present(days: -16)
        let people = [
            Person.engineer("ana", "U0ANA", age: 76, on: first, in: "222222222222"),
            Person.engineer("bea", "U0BEA", age: 76, on: first, in: "111111111111"),
        ]
        try await Estate.with(checksPermissions: true, people: people) { estate in
            for day in [0, 5, 10, 15] { try await estate.goodRun(on: first.later(hours: Double(day) * 24)) }
            #expect(try await estate.status(of: "ana") == "Inactive")
            #expect(try await estate.status(of: "bea", in: "111111111111") == "Inactive")
            #expect(try await estate.messages(to: "U0ANA").count == 4)
            let key = try await estate.keyID(of: "bea", in: "111111111111")
            expect(try await estate.now("restore", key, "--for", "1h", "--reason", "an export"), endedWith: 0)
            #expect(try await estate.status(of: "bea", in: "111111111111") == "Active")
            let refused = try await estate.proxy.get("/proxy/counts")["statuses"]?["403"]
            #expect(refused == nil)
            for change in try await estate.changes() {
                let caller = change["caller"]
                #expect(caller?["sessionName"]?.string?.hasPrefix("relevo-") == true)
                #expect(caller?["arn"]?.string?.contains("RelevoEnforce") == true)
            }
            try await estate.verify()
        }
    }
}
