import AWS
import KeyPolicy

/// The enforce role, narrowed to four calls on exactly one user, for fifteen minutes.
struct UserScopedSession: Sendable {
    private static let seconds = 900

    let hub: AWSTransport
    let roles: RoleNames
    /// The account that is read with credentials that never switch anything.
    let direct: AccountID?

    func transport(over user: User, run: RunID) async throws -> AWSTransport {
        guard user.account != direct else { throw AdapterError.readOnlyAccount(user.account.rawValue) }
        let credentials = AssumeRoleCredentials(
            sts: STSClient(hub),
            request: STSClient.AssumeRoleRequest(
                roleARN: roles.arn(of: roles.enforce, in: user.account), sessionName: roles.sessionName(run),
                externalID: roles.externalID, policy: try SessionPolicy.deactivation(of: user.arn),
                durationSeconds: Self.seconds), now: hub.settings.now)
        _ = try await credentials.credentials()
        return hub.scoped(user.account.rawValue, credentials: credentials)
    }
}
