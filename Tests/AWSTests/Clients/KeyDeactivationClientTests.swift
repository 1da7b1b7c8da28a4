import FoundationEssentials
import Testing

@testable import AWS

struct KeyDeactivationClientTests {
    @Test func `switches a key off`() async throws {
        let sender = ScriptedSender([try .ok("iam.UpdateAccessKey_1.xml")])
        try await KeyDeactivationClient(try Made.transport(sender))
            .deactivate(userName: "alice", accessKeyID: "AKIAIOSFODNN7EXAMPLE", before: .distantFuture)
        #expect(
            sender.bodies == [
                "Action=UpdateAccessKey&Version=2010-05-08&UserName=alice&AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=Inactive"
            ])
    }

    @Test func `nothing is sent once its time is over`() async throws {
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

    @Test func `never without a user or a key`() async throws {
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

    @Test func `nothing else in the module can change a key, and only one client switches one on`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/AWS")
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path()).filter {
            $0.hasSuffix(".swift")
        }
        #expect(files.count > 50)
        var callers: [String] = []
        for file in files {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            #expect(!text.contains("\"Active\"") || file == "IAM/KeyReactivationClient.swift", "\(file)")
            if text.contains("UpdateAccessKey") || text.contains("changesState: true") { callers.append(file) }
        }
        // The probe can name no key: UpdateAccessKeyProbeTests.
        #expect(
            callers.sorted() == [
                "IAM/KeyDeactivationClient.swift", "IAM/KeyReactivationClient.swift", "IAM/UpdateAccessKeyProbe.swift",
            ])
    }
}
