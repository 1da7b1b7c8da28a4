package import FoundationEssentials

/// Temporary credentials of a role, renewed before they end with the same session policy.
package struct AssumeRoleCredentials: CredentialsProvider {
    private let session: RefreshingCredentials

    /// - Parameters:
    ///   - sts: signs with the credentials that may assume the role.
    ///   - request: made again, the same, at each renewal.
    ///   - refreshBefore: how many seconds before their end they are renewed.
    ///   - now: the wire clock.
    package init(
        sts: STSClient, request: STSClient.AssumeRoleRequest, refreshBefore: Double = 300,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        session = RefreshingCredentials(refreshBefore: refreshBefore, now: now) {
            try await sts.assumeRole(request).credentials
        }
    }

    package func credentials() async throws -> AWSCredentials { try await session.credentials() }
}
