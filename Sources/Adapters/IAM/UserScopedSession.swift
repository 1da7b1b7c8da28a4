import AWS
import KeyPolicy

/// The enforce role, limited to four calls on exactly one user, for fifteen minutes.
struct UserScopedSession: Sendable {
    private static let seconds = 900

    let hub: AWSTransport
    let roles: RoleNames
    /// The account that is read with Relevo's own credentials, which change nothing.
    let direct: AccountID?

    func transport(for user: User, run: RunID) async throws -> AWSTransport {
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

/// The names of the roles and of their sessions.
package struct RoleNames: Hashable, Sendable {
    package let audit: String
    package let enforce: String
    package let externalID: String?
    /// `aws`, `aws-cn`, …
    package let partition: String

    package init(audit: String, enforce: String, externalID: String?, partition: String) {
        self.audit = audit
        self.enforce = enforce
        self.externalID = externalID
        self.partition = partition
    }

    func arn(of role: String, in account: AccountID) -> String { "arn:\(partition):iam::\(account):role/\(role)" }

    /// The name that CloudTrail shows for everything the run does.
    func sessionName(_ run: RunID) -> String { "relevo-\(run)" }
}
