import FoundationEssentials
import Testing

@testable import KeyPolicy

struct KeyUseTests {
    private static func call(_ service: String, _ operation: String, at minute: Double, _ tool: KeyCall.Tool? = nil)
        -> KeyCall
    {
        KeyCall(
            tool: tool, source: nil, service: service, operation: operation, region: "us-east-1",
            at: Date(timeIntervalSince1970: minute * 60))
    }

    @Test func `without calls it is unknown`() { #expect(KeyUse([]) == nil) }

    @Test func `the newest call counts, in whatever order and Region`() throws {
        let use = try #require(
            KeyUse([
                Self.call("ec2", "RunInstances", at: 2), Self.call("iam", "ListUsers", at: 3),
                Self.call("s3", "x", at: 1),
            ]))
        #expect(use.last.service == "iam" && !use.onlyStartsSessions && !use.isFromVault)
    }

    @Test func `a call to STS counts only where there is no other`() throws {
        let mixed = try #require(
            KeyUse([Self.call("sts", "AssumeRole", at: 9), Self.call("ec2", "RunInstances", at: 2)]))
        #expect(mixed.last.service == "ec2" && !mixed.onlyStartsSessions)
    }

    @Test(arguments: ["AssumeRole", "GetSessionToken", "GetFederationToken"])
    func `a key whose calls are all to STS starts sessions`(_ operation: String) throws {
        let use = try #require(
            KeyUse([Self.call("sts", "GetCallerIdentity", at: 9), Self.call("sts", operation, at: 2)]))
        #expect(use.onlyStartsSessions && use.last.operation == operation)
    }

    @Test func `who only asks who they are starts no session`() throws {
        let use = try #require(KeyUse([Self.call("sts", "GetCallerIdentity", at: 9)]))
        #expect(!use.onlyStartsSessions && use.last.service == "sts")
    }

    @Test func `aws-vault counts in any of the calls`() throws {
        let use = try #require(
            KeyUse([Self.call("ec2", "RunInstances", at: 9), Self.call("sts", "GetSessionToken", at: 2, .vault)]))
        #expect(use.isFromVault && use.last.tool == nil)
    }
}
