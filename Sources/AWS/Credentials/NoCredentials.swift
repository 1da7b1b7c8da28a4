/// Stands where a transport makes unsigned calls only.
struct NoCredentials: CredentialsProvider {
    let origin = "nowhere"

    func credentials() async throws -> AWSCredentials {
        throw AWSError.credentials("This call is made without credentials, and cannot be signed.")
    }
}
