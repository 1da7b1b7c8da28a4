import Testing

@testable import Adapters

struct SessionPolicyTests {
    @Test func `a scan's session can only read`() {
        #expect(
            SessionPolicy.scan == """
                {"Statement":[{"Action":["iam:GenerateCredentialReport","iam:GetCredentialReport",\
                "iam:GetAccountAuthorizationDetails","iam:ListAccessKeys","iam:GetAccessKeyLastUsed","iam:GetUser",\
                "iam:ListMFADevices","cloudtrail:LookupEvents"],"Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}
                """)
        for word in ["Update", "Delete", "Create", "Put", "Attach", "Add", "Tag", "iam:*"] {
            #expect(!SessionPolicy.scan.contains(word), "\(word)")
        }
    }

    @Test func `a deactivation's session can do four things to one user`() throws {
        #expect(
            try SessionPolicy.deactivation(of: "arn:aws:iam::111111111111:user/teams/an+na@x") == """
                {"Statement":[{"Action":["iam:UpdateAccessKey","iam:ListAccessKeys","iam:GetUser",\
                "iam:GetAccessKeyLastUsed"],"Effect":"Allow",\
                "Resource":"arn:aws:iam::111111111111:user/teams/an+na@x"}],"Version":"2012-10-17"}
                """)
    }

    @Test func `policies stay within what STS takes`() throws {
        let longest =
            "arn:aws-us-gov:iam::111111111111:user/" + String(repeating: "p", count: 512) + "/"
            + String(repeating: "n", count: 64)
        #expect(try SessionPolicy.deactivation(of: longest).utf8.count <= 2_048)
        #expect(SessionPolicy.scan.utf8.count <= 2_048)
    }

    @Test func `an ARN can't break out of the policy`() throws {
        let policy = try SessionPolicy.deactivation(of: #"arn","Resource":"x"#)
        #expect(policy.contains(#""Resource":"arn\",\"Resource\":\"x""#))
    }

    /// A path may hold them, and in a policy they would mean more users than one.
    @Test(arguments: [
        "arn:aws:iam::111111111111:user/*/ana", "arn:aws:iam::111111111111:user/?/ana", "arn:a:user/${x}/a",
    ])
    func `an ARN that a policy would take for a pattern is refused`(arn: String) {
        #expect(throws: AdapterError.self) { try SessionPolicy.deactivation(of: arn) }
    }
}
