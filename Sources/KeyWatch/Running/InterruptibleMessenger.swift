import FoundationEssentials
import KeyPolicy

/// A messenger whose read calls end as soon as an early end is requested: Slack may keep them waiting for minutes.
struct InterruptibleMessenger: Messenger {
    let messenger: any Messenger
    let end: EndRequest

    var securityChannel: String { messenger.securityChannel }

    func check() async throws { try await untilEnd { try await messenger.check() } }

    func reachability(of person: SlackUserID) async -> Reachability {
        do {
            return try await untilEnd { await messenger.reachability(of: person) }
        } catch {
            return .unknown("\(error)")
        }
    }

    func presence(of person: SlackUserID) async -> Reachability {
        do {
            return try await untilEnd { await messenger.presence(of: person) }
        } catch {
            return .unknown("\(error)")
        }
    }

    func readership() async -> Readership {
        (try? await untilEnd { await messenger.readership() }) ?? .unknown
    }

    func markers(in search: MarkerSearch) async throws -> MarkerPage {
        try await untilEnd { try await messenger.markers(in: search) }
    }

    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) async throws -> Delivery? {
        try await untilEnd { try await messenger.find(id, at: recipient, thread: thread, meant: meant) }
    }

    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome {
        try await messenger.send(payload, id: id, to: recipient, thread: thread, stamp: stamp)
    }

    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome {
        try await messenger.update(delivery, payload: payload)
    }

    private func untilEnd<Value: Sendable>(_ ask: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await ask() }
            group.addTask {
                try await end.made()
                throw Interruption()
            }
            guard let first = try await group.next() else { throw Interruption() }
            return first
        }
    }
}

extension RunClock {
    /// For read calls, where nothing is begun that must be finished.
    func interruptible(_ messenger: any Messenger) -> any Messenger {
        end.map { InterruptibleMessenger(messenger: messenger, end: $0) } ?? messenger
    }
}
