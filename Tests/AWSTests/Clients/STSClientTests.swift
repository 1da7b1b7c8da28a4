import FoundationEssentials
import Testing

@testable import AWS

struct STSClientTests {
    @Test func `reads the caller's identity`() async throws {
        let sender = ScriptedSender([try .ok("sts.GetCallerIdentity_1.xml")])
        let identity = try await STSClient(try Made.transport(sender)).getCallerIdentity()
        #expect(
            identity
                == CallerIdentity(
                    account: "222222222222", arn: "arn:aws:sts::222222222222:assumed-role/RelevoAudit/relevo-1",
                    userID: "AROAEXAMPLE:relevo-1"))
        #expect(sender.bodies == ["Action=GetCallerIdentity&Version=2011-06-15"])
        #expect(sender.requests[0].url == "https://sts.us-east-1.amazonaws.com/")
    }

    @Test func `reads a role session`() async throws {
        let sender = ScriptedSender([try .ok("sts.AssumeRole_1.xml")])
        let role = try await STSClient(try Made.transport(sender)).assumeRole(
            .init(roleARN: "arn:aws:iam::222222222222:role/RelevoAudit", sessionName: "relevo-1"))
        #expect(role.id == "AROAEXAMPLE:relevo-1")
        #expect(role.credentials.accessKeyID == "ASIAIOSFODNN7EXAMPLE")
        #expect(role.credentials.expiration == ManualClock.start.addingTimeInterval(3_600))
        #expect(!"\(role)".contains("SECRET") && !"\(role)".contains("TOKEN"))
    }

    static let wrong = [
        STSClient.AssumeRoleRequest(roleARN: "role/x", sessionName: "relevo"),
        STSClient.AssumeRoleRequest(roleARN: "arn:x", sessionName: "r"),
        STSClient.AssumeRoleRequest(roleARN: "arn:x", sessionName: "with space"),
        STSClient.AssumeRoleRequest(roleARN: "arn:x", sessionName: String(repeating: "x", count: 65)),
        STSClient.AssumeRoleRequest(roleARN: "arn:x", sessionName: "relevo", durationSeconds: 899),
        STSClient.AssumeRoleRequest(roleARN: "arn:x", sessionName: "relevo", durationSeconds: 43_201),
    ]

    @Test(arguments: wrong)
    func `sends nothing that STS would refuse`(_ request: STSClient.AssumeRoleRequest) async throws {
        let sender = ScriptedSender([])
        let error = await #expect(throws: AWSError.self) {
            try await STSClient(try Made.transport(sender)).assumeRole(request)
        }
        #expect(error?.kind == .configuration && sender.requests.isEmpty)
    }
}
