/// Credentials of a source that is asked again whenever they end, or are refused as ended.
protocol RenewedCredentials: CredentialsProvider {
    var session: RefreshingCredentials { get }
}

extension RenewedCredentials {
    func credentials() async throws -> AWSCredentials { try await session.credentials() }

    func credentials(insteadOf refused: AWSCredentials) async throws -> AWSCredentials? {
        try await session.credentials(insteadOf: refused)
    }
}
