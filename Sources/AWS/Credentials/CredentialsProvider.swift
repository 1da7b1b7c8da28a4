import FoundationEssentials

/// Gives credentials that are valid now; asked anew before every signature.
package protocol CredentialsProvider: Sendable {
    /// Where they come from, for the person who must renew them: `profile payments (SSO)`.
    var origin: String { get }

    func credentials() async throws -> AWSCredentials

    /// Others in place of ones that AWS refused as ended; nil where there can be none.
    func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials?
}

extension CredentialsProvider {
    /// For what was given once and for all.
    package func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? { nil }
}

/// Credentials that never change.
package struct StaticCredentials: CredentialsProvider {
    package let origin: String
    private let value: AWSCredentials

    package init(_ credentials: AWSCredentials, origin: String = "given once") {
        value = credentials
        self.origin = origin
    }

    package func credentials() async throws -> AWSCredentials { value }
}

/// Credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html>
package struct EnvironmentCredentials: CredentialsProvider {
    package let origin = "environment"
    private let value: AWSCredentials

    /// - Parameter environment: the process environment, or what stands in for it.
    /// - Returns: nil when the variables aren't set at all.
    /// - Throws: when only one of the pair is set, or a value cannot be right.
    package init?(_ environment: [String: String]) throws(AWSError) {
        let id = environment["AWS_ACCESS_KEY_ID"]?.trimmed ?? ""
        let secret = environment["AWS_SECRET_ACCESS_KEY"]?.trimmed ?? ""
        if id.isEmpty && secret.isEmpty { return nil }
        guard !id.isEmpty, !secret.isEmpty else {
            throw .credentials(
                "Only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set; set both, or neither.")
        }
        // The older name first, as botocore has it.
        let tokens = [environment["AWS_SECURITY_TOKEN"], environment["AWS_SESSION_TOKEN"]]
        value = try AWSCredentials(
            accessKeyID: id, secretAccessKey: secret,
            sessionToken: tokens.lazy.compactMap { $0?.trimmed }.first { !$0.isEmpty },
            expiration: environment["AWS_CREDENTIAL_EXPIRATION"].flatMap { WireDate.iso8601($0.trimmed) })
    }

    /// Whether they are all there, so that no file is needed for them.
    static func areWhole(_ environment: [String: String]) -> Bool {
        do throws(AWSError) { return try EnvironmentCredentials(environment) != nil } catch { return false }
    }

    package func credentials() async throws -> AWSCredentials { value }
}

/// Stands where a transport makes unsigned calls only.
struct NoCredentials: CredentialsProvider {
    let origin = "nowhere"

    func credentials() async throws -> AWSCredentials {
        throw AWSError.credentials("This call is made without credentials, and cannot be signed.")
    }
}
