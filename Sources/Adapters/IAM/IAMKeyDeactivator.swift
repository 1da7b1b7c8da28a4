package import AWS
package import KeyPolicy
package import KeyWatch

/// Opens sessions that can do nothing but switch off keys of one user, for fifteen minutes.
package struct IAMKeyDeactivator: KeyDeactivator {
    private static let seconds = 900

    private let hub: AWSTransport
    private let roles: RoleNames
    private let direct: AccountID?

    package init(hub: AWSTransport, roles: RoleNames, direct: AccountID?) {
        self.hub = hub
        self.roles = roles
        self.direct = direct
    }

    package func session(for user: User, run: RunID) async throws -> any DeactivationSession {
        guard user.account != direct else { throw AdapterError.readOnlyAccount(user.account.rawValue) }
        let credentials = AssumeRoleCredentials(
            sts: STSClient(hub),
            request: STSClient.AssumeRoleRequest(
                roleARN: roles.arn(of: roles.enforce, in: user.account), sessionName: roles.sessionName(run),
                externalID: roles.externalID, policy: try SessionPolicy.deactivation(of: user.arn),
                durationSeconds: Self.seconds), now: hub.settings.now)
        _ = try await credentials.credentials()
        let transport = hub.scoped(user.account.rawValue, credentials: credentials)
        return IAMDeactivationSession(
            iam: IAMClient(transport), client: KeyDeactivationClient(transport), user: user)
    }
}

struct IAMDeactivationSession: DeactivationSession {
    let iam: IAMClient
    let client: KeyDeactivationClient
    let expected: User

    init(iam: IAMClient, client: KeyDeactivationClient, user: User) {
        self.iam = iam
        self.client = client
        expected = user
    }

    func user() async throws -> User {
        var user = try User(try await iam.getUser(userName: expected.name), in: expected.account)
        user.keys = try await iam.accessKeys(userName: expected.name).map(AccessKey.init)
        return user
    }

    func deactivate(_ permit: DeactivationPermit) async throws {
        do {
            try await client.deactivate(userName: permit.userName, accessKeyID: permit.address.key.rawValue)
        } catch let error as AWSError where error.saysNothingChanged {
            throw DeactivationRefused("\(error)")
        }
    }
}

extension AWSError {
    /// Whether the call surely had no effect: AWS refused it, or it was never sent.
    var saysNothingChanged: Bool {
        switch kind {
        case .refused: status.map { $0 < 500 } ?? false
        case .credentials, .configuration: true
        case .timeOut, .connection, .garbage, .tooLarge, .ambiguous, .incomplete: false
        }
    }
}
