package import FoundationEssentials
package import KeyPolicy
package import KeyWatch

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
