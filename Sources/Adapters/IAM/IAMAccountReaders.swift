package import AWS
package import KeyPolicy
package import KeyWatch

/// Opens accounts for reading, each under its audit role and a session policy that can't write.
package struct IAMAccountReaders: AccountReaders {
    private let hub: AWSTransport
    private let roles: RoleNames
    /// The account that is read with Relevo's own credentials, if that is configured.
    private let direct: AccountID?

    package init(hub: AWSTransport, roles: RoleNames, direct: AccountID?) {
        self.hub = hub
        self.roles = roles
        self.direct = direct
    }

    package func reader(for account: Account, run: RunID) async throws -> any AccountReader {
        guard account.id != direct else { return IAMAccountReader(hub, account: account.id) }
        let credentials = AssumeRoleCredentials(
            sts: STSClient(hub),
            request: STSClient.AssumeRoleRequest(
                roleARN: roles.arn(of: roles.audit, in: account.id), sessionName: roles.sessionName(run),
                externalID: roles.externalID, policy: SessionPolicy.scan), now: hub.settings.now)
        // Asked for now, so that an account that can't be entered is said at once and not as a failed report.
        _ = try await credentials.credentials()
        return IAMAccountReader(hub.scoped(account.id.rawValue, credentials: credentials), account: account.id)
    }
}
