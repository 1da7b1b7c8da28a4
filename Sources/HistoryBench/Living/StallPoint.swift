import FoundationEssentials
import KeyPolicy
import KeyWatch
import Synchronization

/// Pauses a run at its n-th call of Slack or of an enforce session, while the world continues.
final class StallPoint: Sendable {
    private let call: Int
    private let calls = Mutex(0)
    private let meanwhile: @Sendable () async -> Void

    init(atCall call: Int, meanwhile: @escaping @Sendable () async -> Void) {
        self.call = call
        self.meanwhile = meanwhile
    }

    func pass() async {
        let isHere = calls.withLock { calls in
            calls += 1
            return calls == call
        }
        if isHere { await meanwhile() }
    }
}

/// A messenger in a process that pauses for a while.
struct StallingMessenger: Messenger {
    let messenger: any Messenger
    let point: StallPoint

    func check() async throws { try await messenger.check() }

    func reachability(of person: SlackUserID) async -> Reachability { await messenger.reachability(of: person) }

    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome {
        await point.pass()
        return try await messenger.send(payload, id: id, to: recipient, thread: thread, stamp: stamp)
    }

    func readership() async -> Readership { await messenger.readership() }

    var securityChannel: String { messenger.securityChannel }

    func markers(in search: MarkerSearch) async throws -> MarkerPage { try await messenger.markers(in: search) }

    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome {
        try await messenger.update(delivery, payload: payload)
    }

    func find(
        _ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date
    ) async throws -> Delivery? {
        try await messenger.find(id, at: recipient, thread: thread, meant: meant)
    }
}

/// The same for an enforce session, right before the call: the fence doesn't reach AWS, but nothing is sent after the lease
/// expired.
struct StallingDeactivator: KeyDeactivator {
    let deactivator: any KeyDeactivator
    let point: StallPoint

    private struct Session: DeactivationSession {
        let session: any DeactivationSession
        let point: StallPoint

        func user() async throws -> User {
            await point.pass()
            return try await session.user()
        }

        func lastUse(of key: AccessKeyID) async throws -> LastUse { try await session.lastUse(of: key) }

        func deactivate(_ permit: DeactivationPermit, before limit: Date) async throws {
            await point.pass()
            try await session.deactivate(permit, before: limit)
        }
    }

    func session(for user: User, run: RunID) async throws -> any DeactivationSession {
        await point.pass()
        return Session(session: try await deactivator.session(for: user, run: run), point: point)
    }
}
