/// Gives credentials that are valid now; asked anew before every signature.
package protocol CredentialsProvider: Sendable {
    func credentials() async throws -> AWSCredentials
}
