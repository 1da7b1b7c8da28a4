import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// A restorer in a process that dies at its crash point.
package struct CrashingRestorer: KeyRestorer {
    private struct Session: RestoreSession {
        let session: any RestoreSession
        let point: CrashPoint

        func user() async throws -> User { try await point.through { try await session.user() } }

        func restore(_ key: AccessKeyID, before limit: Date) async throws {
            try await point.through { try await session.restore(key, before: limit) }
        }
    }

    private let restorer: any KeyRestorer
    private let point: CrashPoint

    package init(_ restorer: any KeyRestorer, at point: CrashPoint) {
        self.restorer = restorer
        self.point = point
    }

    package func session(for user: User, run: RunID) async throws -> any RestoreSession {
        let session = try await point.through { try await restorer.session(for: user, run: run) }
        return Session(session: session, point: point)
    }
}
