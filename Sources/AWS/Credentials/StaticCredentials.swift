/// Credentials that never change.
package struct StaticCredentials: CredentialsProvider {
    private let value: AWSCredentials

    package init(_ credentials: AWSCredentials) { value = credentials }

    package func credentials() async throws -> AWSCredentials { value }
}
