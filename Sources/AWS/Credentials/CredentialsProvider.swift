import FoundationEssentials

/// Provides credentials that are valid now; every signature asks for them again.
package protocol CredentialsProvider: Sendable {
    /// The source of the credentials, for the person who must renew them: `profile payments (SSO)`.
    var origin: String { get }

    func credentials() async throws -> AWSCredentials

    /// New credentials in place of ones that AWS refused as expired; nil if there are none.
    func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials?
}

extension CredentialsProvider {
    /// Nil: for credentials that are never renewed.
    package func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? { nil }
}

/// Fixed credentials.
package struct StaticCredentials: CredentialsProvider {
    package let origin: String
    private let value: AWSCredentials

    package init(_ credentials: AWSCredentials, origin: String = "fixed credentials") {
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

    /// - Parameter environment: the process environment, or a substitute in tests.
    /// - Returns: nil if neither variable is set.
    /// - Throws: if only one of the two is set, or a value is not valid.
    package init?(_ environment: [String: String]) throws(AWSError) {
        let id = environment["AWS_ACCESS_KEY_ID"]?.trimmed ?? ""
        let secret = environment["AWS_SECRET_ACCESS_KEY"]?.trimmed ?? ""
        if id.isEmpty && secret.isEmpty { return nil }
        guard !id.isEmpty, !secret.isEmpty else {
            throw .credentials(
                "Only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set; set both or neither.")
        }
        // The older name comes first, as in botocore.
        let tokens = [environment["AWS_SECURITY_TOKEN"], environment["AWS_SESSION_TOKEN"]]
        value = try AWSCredentials(
            accessKeyID: id, secretAccessKey: secret,
            sessionToken: tokens.lazy.compactMap { $0?.trimmed }.first { !$0.isEmpty },
            expiration: environment["AWS_CREDENTIAL_EXPIRATION"].flatMap { WireDate.iso8601($0.trimmed) })
    }

    /// Whether the environment has complete credentials, so that no file is needed.
    static func areWhole(_ environment: [String: String]) -> Bool {
        do throws(AWSError) { return try EnvironmentCredentials(environment) != nil } catch { return false }
    }

    package func credentials() async throws -> AWSCredentials { value }
}

/// The provider of a transport that makes only unsigned calls.
struct NoCredentials: CredentialsProvider {
    let origin = "none"

    func credentials() async throws -> AWSCredentials {
        throw AWSError.credentials("This call has no credentials and cannot be signed.")
    }
}
