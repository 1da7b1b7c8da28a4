import FoundationEssentials

/// Session policies: what a session may do at the most, whatever its role allows.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
enum SessionPolicy {
    /// For scans: reads, so that no mistake in the role's own policy can make a scan write.
    static let scan = json(
        actions: [
            "iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:GetAccountAuthorizationDetails",
            "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed", "iam:GetUser", "iam:ListMFADevices",
            "cloudtrail:LookupEvents",
        ], resource: "*")

    /// For one deactivation: the four calls it takes, on exactly one user.
    ///
    /// A path may hold `*`, `?` and `$`, which in a policy would mean more than that one user: such a user is refused.
    static func deactivation(of userARN: String) throws -> String {
        guard !userARN.contains(where: { "*?$".contains($0) }) else {
            throw AdapterError.malformed(what: "an ARN with wildcards", text: userARN)
        }
        return json(
            actions: ["iam:UpdateAccessKey", "iam:ListAccessKeys", "iam:GetUser", "iam:GetAccessKeyLastUsed"],
            resource: userARN)
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
