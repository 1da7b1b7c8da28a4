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
