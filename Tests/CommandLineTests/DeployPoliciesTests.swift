import FoundationEssentials
import KeyPolicy
import Testing

@testable import relevo

/// The files in `Deploy/policies`, from which Terraform makes its roles, are what `relevo init` prints.
struct DeployPoliciesTests {
    @Test(arguments: ["RelevoAudit.json", "RelevoEnforce.json", "RelevoHub.json", "trust.json"])
    func `what is deployed is what init prints`(name: String) throws {
        let printed = try #require(try Self.files().first { $0.path == "policies/\(name)" })
        #expect(try Self.deployed(name) == printed.text)
    }

    /// What `relevo init` prints for answers that are Terraform's placeholders.
    private static func files() throws -> [Setup.File] {
        let answers = SetupAnswers(
            accounts: .organization, hubAccount: try Sample.id("111111111111"), hubPrincipal: "${HubPrincipal}",
            externalID: "${ExternalId}", channel: try Sample.id("C0SECURITY"), protectedPaths: ["${ProtectedPath}"],
            mode: .notify, keys: 100, partition: "${Partition}")
        return try Setup(answers: answers).files()
    }

    private static func deployed(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Deploy/policies/\(name)")
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
