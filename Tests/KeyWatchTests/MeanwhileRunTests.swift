import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging
import Synchronization
import Testing

/// What people request while a run waits for Slack.
struct MeanwhileRunTests {
    @Test func `an exemption while the gate waits for Slack holds the key`() async throws {
        let (watched, keys) = try await StopRunTests.promised(1)
        watched.clock.set(Made.day(91))
        let requests = ExemptionRequests(watched.intervention(nil))
        let (run, recorded) = (watched.nextRun(), watched.messenger)
        let messenger = ActingMessenger(recorded, at: .reachability) {
            // After the summary only the gate asks.
            guard recorded.messages.contains(where: { $0.at == Made.day(91) && $0.payload.word == "summary" }) else {
                return false
            }
            _ = try await requests.grant(
                keys[0].rawValue, until: Made.day(120), reason: "a migration", approver: "Luis", run: run)
            return true
        }
        let report = try await watch(watched, messenger).run(watched.nextRun(), version: "test")
        #expect(messenger.hasActed)
        #expect(watched.deactivations(of: keys[0]) == [])
        #expect(report.summary.held[.exempt] == 1)
    }

    @Test func `a stop while the channel is read is no lost run`() async throws {
        let (watched, keys) = try await StopRunTests.promised(1)
        watched.clock.set(Made.day(91))
        let requests = watched.stopRequests()
        let messenger = ActingMessenger(watched.messenger, at: .markers) {
            _ = try await requests.stop(reason: "an outage", by: "Luis")
            return true
        }
        let report = try await watch(watched, messenger).run(watched.nextRun(), version: "test")
        #expect(messenger.hasActed)
        #expect(report.held(keys[0]) == "stopped")
    }

    private func watch(_ watched: Watched, _ messenger: any Messenger) -> Watch {
        Watch(
            ledger: watched.ledger, directory: watched.estate, readers: watched.estate, deactivator: watched.estate,
            messenger: messenger, composer: watched.composer, settings: watched.settings,
            clock: watched.clock.runClock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}

/// Does something before it answers a question, until that was done once.
private final class ActingMessenger: Messenger {
    private let messenger: RecordingMessenger
    private let question: HangingMessenger.Question
    private let act: @Sendable () async throws -> Bool
    private let done = Mutex(false)

    init(
        _ messenger: RecordingMessenger, at question: HangingMessenger.Question,
        _ act: @escaping @Sendable () async throws -> Bool
    ) {
        self.messenger = messenger
        self.question = question
        self.act = act
    }

    var hasActed: Bool { done.withLock(\.self) }

    private func act(at asked: HangingMessenger.Question) async throws {
        guard asked == question, !hasActed, try await act() else { return }
        done.withLock { $0 = true }
    }

    var securityChannel: String { messenger.securityChannel }

    func readership() async -> Readership { await messenger.readership() }

    func check() async throws { try await messenger.check() }

    func markers(in search: MarkerSearch) async throws -> MarkerPage {
        try await act(at: .markers)
        return try await messenger.markers(in: search)
    }

    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) async throws -> Delivery? {
        try await messenger.find(id, at: recipient, thread: thread, meant: meant)
    }

    func reachability(of person: SlackUserID) async -> Reachability {
        do { try await act(at: .reachability) } catch { return .unknown("\(error)") }
        return await messenger.reachability(of: person)
    }

    func presence(of person: SlackUserID) async -> Reachability { await messenger.presence(of: person) }

    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome {
        try await messenger.send(payload, id: id, to: recipient, thread: thread, stamp: stamp)
    }

    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome {
        try await messenger.update(delivery, payload: payload)
    }
}
