import FoundationEssentials
import KeyPolicy

/// Session policies: what a session may do at most, no matter what its role allows.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
enum SessionPolicy {
    /// For scans: reads, so that no mistake in the role's own policy can make a scan write.
    static let scan = json(
        actions: [
            "iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:GetAccountAuthorizationDetails",
            "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed", "iam:GetUser",
            "cloudtrail:LookupEvents", "cloudtrail:DescribeTrails",
        ], resource: "*")

    /// The most that STS accepts, in characters.
    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    static let longest = 2_048

    /// For one deactivation: the four calls it takes, on exactly one user.
    ///
    /// A path may contain `*`, `?` and `$`; IAM's own escapes keep them from matching other users. Throws
    /// `AdapterError.pathTooLong` when the escaped ARN leaves no room for the rest.
    static func deactivation(of userARN: String) throws -> String {
        let policy = json(
            actions: ["iam:UpdateAccessKey", "iam:ListAccessKeys", "iam:GetUser", "iam:GetAccessKeyLastUsed"],
            resource: ARNPattern(exactly: userARN).text)
        guard policy.unicodeScalars.count <= longest else { throw AdapterError.pathTooLong(userARN) }
        return policy
    }

    private struct Document: Encodable {
        struct Statement: Encodable {
            let Effect = "Allow"
            let Action: [String]
            let Resource: String
        }

        let Version = "2012-10-17"
        let Statement: [Statement]
    }

    private static func json(actions: [String], resource: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = Document(Statement: [Document.Statement(Action: actions, Resource: resource)])
        // Strings alone can't fail to encode; an empty policy would be refused by STS, never taken for no policy.
        return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
