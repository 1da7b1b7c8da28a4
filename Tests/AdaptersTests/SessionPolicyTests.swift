import KeyPolicy
import Testing

@testable import Adapters

struct SessionPolicyTests {
    @Test func `a scan's session can only read`() {
        #expect(
            SessionPolicy.scan == """
                {"Statement":[{"Action":["iam:GenerateCredentialReport","iam:GetCredentialReport",\
                "iam:GetAccountAuthorizationDetails","iam:ListAccessKeys","iam:GetAccessKeyLastUsed","iam:GetUser",\
                "cloudtrail:LookupEvents","cloudtrail:DescribeTrails"],"Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}
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

    struct Case: Sendable, CustomTestStringConvertible {
        let path: String
        let escaped: String
        /// A user whom the path would name too if it were a pattern.
        let other: String
        var testDescription: String { path }
    }

    /// A path may hold characters that in a policy would mean more users than one.
    @Test(arguments: [
        Case(path: "/*/", escaped: "/${*}/", other: "/ops/"), Case(path: "/?/", escaped: "/${?}/", other: "/x/"),
        Case(path: "/${aws:username}/", escaped: "/${$}{aws:username}/", other: "/ana/"),
        Case(path: "/${*}/", escaped: "/${$}{${*}}/", other: "/*/"),
    ])
    func `a path's special characters are escaped, so that the session is about one user`(row: Case) throws {
        let arn = "arn:aws:iam::111111111111:user\(row.path)ana"
        let escaped = "arn:aws:iam::111111111111:user\(row.escaped)ana"
        #expect(try SessionPolicy.deactivation(of: arn).contains(#""Resource":"\#(escaped)""#))
        #expect(ARNPattern(escaped).matches(arn))
        #expect(!ARNPattern(escaped).matches("arn:aws:iam::111111111111:user\(row.other)ana"))
    }

    @Test func `a path that doesn't fit into the policy is refused for what it is`() {
        let arn = "arn:aws:iam::111111111111:user/" + String(repeating: "*", count: 512) + "/ana"
        #expect(throws: AdapterError.pathTooLong(arn)) { try SessionPolicy.deactivation(of: arn) }
    }
}
