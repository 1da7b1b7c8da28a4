import Testing

@testable import AWS

struct UpdateAccessKeyProbeTests {
    @Test func `asks about a user and a key that can't exist, and about nothing else`() async throws {
        let sender = ScriptedSender([try .ok("iam.UpdateAccessKey_1.xml")])
        try await UpdateAccessKeyProbe(try Made.transport(sender)).ask()
        #expect(
            sender.bodies == [
                "Action=UpdateAccessKey&Version=2010-05-08&UserName=\(UpdateAccessKeyProbe.userName)"
                    + "&AccessKeyId=RELEVODOCTORNOSUCHKEY&Status=Inactive"
            ])
        // IAM makes users of at most 64 characters, and its calls take 128.
        #expect((65...128).contains(UpdateAccessKeyProbe.userName.utf8.count))
    }

    @Test(arguments: [
        ("with an explicit deny in a service control policy", AWSError.Denier.serviceControlPolicy, true),
        ("with an explicit deny in a resource control policy", .resourceControlPolicy, true),
        ("because no permissions boundary allows the iam:UpdateAccessKey action", .permissionsBoundary, false),
        ("because no session policy allows the iam:UpdateAccessKey action", .sessionPolicy, false),
        ("because no identity-based policy allows the iam:UpdateAccessKey action", .identityPolicy, false),
        ("", nil, false),
    ])
    func `a refusal says what stands in the way, if AWS does`(
        _ words: String, _ denier: AWSError.Denier?, _ isExplicit: Bool
    ) {
        let error = AWSError(
            .refused, code: "AccessDenied",
            message: "User: x is not authorized to perform: iam:UpdateAccessKey \(words)")
        #expect(error.denier == denier)
        #expect(error.isExplicitDeny == isExplicit)
        #expect(AWSError(.refused, code: "NoSuchEntity", message: words).denier == nil)
    }
}
