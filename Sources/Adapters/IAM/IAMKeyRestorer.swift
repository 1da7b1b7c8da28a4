package import AWS
import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// Opens sessions that can only activate keys of one user again.
package struct IAMKeyRestorer: KeyRestorer {
    private let userSession: UserScopedSession

    package init(hub: AWSTransport, roles: RoleNames, direct: AccountID?) {
        userSession = UserScopedSession(hub: hub, roles: roles, direct: direct)
    }

    package func session(for user: User, run: RunID) async throws -> any RestoreSession {
        let transport = try await userSession.transport(for: user, run: run)
        return Session(iam: IAMClient(transport), client: KeyReactivationClient(transport), expected: user)
    }

    private struct Session: RestoreSession {
        let iam: IAMClient
        let client: KeyReactivationClient
        let expected: User

        func user() async throws -> User { try await iam.user(expected) }

        func restore(_ key: AccessKeyID, before limit: Date) async throws {
            do {
                try await client.reactivate(userName: expected.name, accessKeyID: key.rawValue, before: limit)
            } catch let error as AWSError where error.saysNothingChanged {
                throw RestoreRefused("\(error)")
            }
        }
    }
}
