import FoundationEssentials
import Testing

@testable import AWS

struct KeyDeactivationClientTests {
    @Test func `deactivates a key`() async throws {
        let sender = ScriptedSender([try .ok("iam.UpdateAccessKey_1.xml")])
        try await KeyDeactivationClient(try Made.transport(sender))
            .deactivate(userName: "alice", accessKeyID: "AKIAIOSFODNN7EXAMPLE", before: .distantFuture)
        #expect(
            sender.bodies == [
                "Action=UpdateAccessKey&Version=2010-05-08&UserName=alice&AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=Inactive"
            ])
    }

    @Test func `nothing is sent after the time limit`() async throws {
        let sender = ScriptedSender([])
        let transport = try Made.transport(sender)
        await #expect(throws: AWSError.self) {
            try await KeyDeactivationClient(transport)
                .deactivate(userName: "alice", accessKeyID: "AKIAIOSFODNN7EXAMPLE", before: .distantPast)
        }
        await #expect(throws: AWSError.self) {
            try await KeyReactivationClient(transport)
                .reactivate(userName: "alice", accessKeyID: "AKIAIOSFODNN7EXAMPLE", before: .distantPast)
        }
        #expect(sender.requests.isEmpty)
    }

    @Test func `sends nothing without a user or a key`() async throws {
        let sender = ScriptedSender([])
        let client = KeyDeactivationClient(try Made.transport(sender))
        await #expect(throws: AWSError.self) {
            try await client.deactivate(userName: "", accessKeyID: "AKIA", before: .distantFuture)
        }
        await #expect(throws: AWSError.self) {
            try await client.deactivate(userName: "alice", accessKeyID: "", before: .distantFuture)
        }
        #expect(sender.requests.isEmpty)
    }

    @Test func `nothing else in the module can change a key, and only one client activates keys`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/AWS")
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path()).filter {
            $0.hasSuffix(".swift")
        }
        #expect(files.count > 30)
        var callers: [String] = []
        for file in files {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            if ["\"Active\"", "UpdateAccessKey", "changesState: true"].contains(where: text.contains) {
                callers.append(file)
            }
        }
        #expect(callers.sorted() == ["DynamoDB/DynamoDBClient.swift", "IAM/UpdateAccessKey.swift"])
        // The ledger's client changes things too, and can call no other service.
        let ledgers = try String(contentsOf: sources.appending(path: "DynamoDB/DynamoDBClient.swift"), encoding: .utf8)
        #expect(
            ledgers.split(separator: "transport.json(").dropFirst().allSatisfy {
                $0.drop(while: \.isWhitespace).hasPrefix(".dynamoDB,")
            })
        #expect(!["\"Active\"", "AccessKey", ".iam", "transport.send"].contains(where: ledgers.contains))
        let own = try String(contentsOf: sources.appending(path: "IAM/UpdateAccessKey.swift"), encoding: .utf8)
        let active = own.split(separator: "package struct ").filter { $0.contains("\"Active\"") }
        #expect(active.map { $0.prefix { $0 != ":" } } == ["KeyReactivationClient"])
        // The probe has no argument for a key: UpdateAccessKeyProbeTests.
    }
}

struct UpdateAccessKeyProbeTests {
    @Test func `names only a user and a key that can't exist`() async throws {
        let sender = ScriptedSender([try .ok("iam.UpdateAccessKey_1.xml")])
        try await UpdateAccessKeyProbe(try Made.transport(sender)).ask()
        #expect(
            sender.bodies == [
                "Action=UpdateAccessKey&Version=2010-05-08&UserName=\(UpdateAccessKeyProbe.userName)"
                    + "&AccessKeyId=RELEVODOCTORNOSUCHKEY&Status=Inactive"
            ])
        // IAM allows user names of at most 64 characters, and its calls accept 128.
        #expect((65...128).contains(UpdateAccessKeyProbe.userName.utf8.count))
    }

    @Test(arguments: [
        ("with an explicit deny in a service control policy", AWSError.PolicyType.serviceControlPolicy, true),
        ("with an explicit deny in a resource control policy", .resourceControlPolicy, true),
        ("because no permissions boundary allows the iam:UpdateAccessKey action", .permissionsBoundary, false),
        ("because no session policy allows the iam:UpdateAccessKey action", .sessionPolicy, false),
        ("because no identity-based policy allows the iam:UpdateAccessKey action", .identityPolicy, false),
        ("", nil, false),
    ])
    func `an access denied error names the type of policy, if AWS does`(
        _ words: String, _ type: AWSError.PolicyType?, _ isExplicit: Bool
    ) {
        let error = AWSError(
            .refused, code: "AccessDenied",
            message: "User: x is not authorized to perform: iam:UpdateAccessKey \(words)")
        #expect(error.denyingPolicyType == type)
        #expect(error.isExplicitDeny == isExplicit)
        #expect(AWSError(.refused, code: "NoSuchEntity", message: words).denyingPolicyType == nil)
    }
}
