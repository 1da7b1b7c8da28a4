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
