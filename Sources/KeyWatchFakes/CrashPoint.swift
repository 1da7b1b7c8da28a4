package import FoundationEssentials
package import KeyPolicy
package import KeyWatch
import Synchronization

/// Kills a run at its n-th call of any port: from then on, every call fails, as after SIGKILL.
package final class CrashPoint: Sendable {
    package enum Moment: Hashable, Sendable, CaseIterable {
        /// The call has no effect.
        case before
        /// The call has its effect, and its answer is lost.
        case after
    }

    package struct Crash: Error, Hashable {
        package init() {}
    }

    private struct State {
        var calls = 0
        var reads = 0
        var isDead = false
    }

    private let call: Int
    private let moment: Moment
    private let state = Mutex(State())

    /// - Parameters:
    ///   - call: 1 for the first; `Int.max` for never, to count them.
    ///   - moment: whether that call still has its effect.
    package init(atCall call: Int, _ moment: Moment) {
        self.call = call
        self.moment = moment
    }

    package var calls: Int { state.withLock { $0.calls } }
    /// Calls that only read the ledger; they are not numbered, because they change nothing.
    package var reads: Int { state.withLock { $0.reads } }
    package var hasCrashed: Bool { state.withLock { $0.isDead } }

    func countRead() { state.withLock { $0.reads += 1 } }

    func through<Answer: Sendable>(_ act: () async throws -> Answer) async throws -> Answer {
        let crashes = try state.withLock { state in
            if state.isDead { throw Crash() }
            state.calls += 1
            if state.calls == call {
                state.isDead = true
                return true
            }
            return false
        }
        guard crashes else { return try await act() }
        if moment == .after { _ = try await act() }
        throw Crash()
    }
}

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

/// A messenger in a process that dies at its crash point.
package struct CrashingMessenger: Messenger {
    private let messenger: any Messenger
    private let point: CrashPoint

    package init(_ messenger: any Messenger, at point: CrashPoint) {
        self.messenger = messenger
        self.point = point
    }

    package func check() async throws { try await point.through { try await messenger.check() } }

    package func reachability(of person: SlackUserID) async -> Reachability {
        let answer = try? await point.through { await messenger.reachability(of: person) }
        return answer ?? .unknown("the process died")
    }

    package func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome {
        try await point.through {
            try await messenger.send(payload, id: id, to: recipient, thread: thread, stamp: stamp)
        }
    }

    /// No crash point of its own: to die here is to die at the next call.
    package func readership() async -> Readership { await messenger.readership() }

    package var securityChannel: String { messenger.securityChannel }

    package func markers(in search: MarkerSearch) async throws -> MarkerPage {
        try await point.through { try await messenger.markers(in: search) }
    }

    package func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome {
        try await point.through { try await messenger.update(delivery, payload: payload) }
    }

    package func find(
        _ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date
    ) async throws -> Delivery? {
        try await point.through { try await messenger.find(id, at: recipient, thread: thread, meant: meant) }
    }
}
