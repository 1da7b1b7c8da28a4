import FoundationEssentials
package import KeyPolicy
package import KeyWatch

/// A deactivator in a process that dies at its crash point.
package struct CrashingDeactivator: KeyDeactivator {
    private struct Session: DeactivationSession {
        let session: any DeactivationSession
        let point: CrashPoint

        func user() async throws -> User { try await point.through { try await session.user() } }

        func lastUse(of key: AccessKeyID) async throws -> LastUse {
            try await point.through { try await session.lastUse(of: key) }
        }

        func deactivate(_ permit: DeactivationPermit, before limit: Date) async throws {
            try await point.through { try await session.deactivate(permit, before: limit) }
        }
    }

    private let deactivator: any KeyDeactivator
    private let point: CrashPoint

    package init(_ deactivator: any KeyDeactivator, at point: CrashPoint) {
        self.deactivator = deactivator
        self.point = point
    }

    package func session(for user: User, run: RunID) async throws -> any DeactivationSession {
        let session = try await point.through { try await deactivator.session(for: user, run: run) }
        return Session(session: session, point: point)
    }
}
