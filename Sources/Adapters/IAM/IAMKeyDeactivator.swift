package import AWS
import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// Opens sessions that can only deactivate keys of one user, for fifteen minutes.
package struct IAMKeyDeactivator: KeyDeactivator {
    private let userSession: UserScopedSession

    package init(hub: AWSTransport, roles: RoleNames, direct: AccountID?) {
        userSession = UserScopedSession(hub: hub, roles: roles, direct: direct)
    }

    package func session(for user: User, run: RunID) async throws -> any DeactivationSession {
        let transport = try await userSession.transport(for: user, run: run)
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

    func user() async throws -> User { try await iam.user(expected) }

    func lastUse(of key: AccessKeyID) async throws -> LastUse {
        LastUse(try await iam.getAccessKeyLastUsed(accessKeyID: key.rawValue))
    }

    func deactivate(_ permit: DeactivationPermit, before limit: Date) async throws {
        do {
            try await client.deactivate(
                userName: permit.userName, accessKeyID: permit.address.key.rawValue, before: limit)
        } catch let error as AWSError where error.saysNothingChanged {
            throw DeactivationRefused("\(error)")
        }
    }
}

extension IAMClient {
    /// A user with its keys as IAM has them now, looked up by name.
    func user(_ known: User) async throws -> User {
        var user = try User(try await getUser(userName: known.name), in: known.account)
        user.keys = try await accessKeys(userName: known.name).map(AccessKey.init)
        return user
    }
}

extension AWSError {
    /// Whether the call certainly had no effect: AWS refused it, or it was never sent.
    var saysNothingChanged: Bool {
        switch kind {
        case .refused: isDefiniteNo
        case .credentials, .configuration: true
        case .timeOut, .connection, .malformedResponse, .tooLarge, .ambiguous, .incomplete: false
        }
    }
}
