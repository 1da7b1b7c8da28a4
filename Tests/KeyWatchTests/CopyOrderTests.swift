import FoundationEssentials
import KeyPolicy
import Testing

@testable import KeyWatch

/// In which order a copy writes what queues and settles messages in two streams.
struct CopyOrderTests {
    /// What an event does with a message.
    enum Act {
        case queued
        case sent
        case withdrawn
    }

    /// An event about the message `message-N`, at a second.
    struct Entry {
        let act: Act
        let message: Int
        let second: Int

        init(_ act: Act, _ message: Int, at second: Int) {
            self.act = act
            self.message = message
            self.second = second
        }

        var body: OutboxEvent {
            let id: MessageID = Made.id("message-\(message)")
            let at = Made.day(0).addingTimeInterval(Double(second))
            return switch act {
            case .queued:
                .queued(
                    message: OutboxMessage(id: id, recipient: .security, about: nil, payload: "{}", queuedAt: at))
            case .sent: .sent(id: id, delivery: Delivery(place: "C0", id: "1", at: at))
            case .withdrawn: .withdrawn(id: id, reason: "r")
            }
        }
    }

    private static func events(_ entries: [Entry], in stream: StreamID) throws -> [LedgerEvent] {
        var head: StreamHead?
        return try entries.map { entry in
            let at = Made.day(0).addingTimeInterval(Double(entry.second))
            let fact = NewEvent(stream: stream, at: at, user: nil, key: nil, body: .outbox(event: entry.body))
            let event = try LedgerEvent(fact, run: Made.run(1), after: head)
            head = event.head
            return event
        }
    }

    /// `i1 r1 r2`: the first of the inbox, then two of the runs. The events after `known` are new to the copy.
    private static func order(
        inbox: [Entry], runs: [Entry], known: [StreamID: Int] = [:]
    ) async throws -> String {
        let (inbox, runs) = (try events(inbox, in: .inbox), try events(runs, in: .runs))
        var order = try await CopyOrder.survey(InMemoryLedger(events: inbox + runs)).continuing(known)
        var (left, right) = (inbox.dropFirst(known[.inbox] ?? 0), runs.dropFirst(known[.runs] ?? 0))
        var names: [String] = []
        while let next = order.next(inbox: left.first, runs: right.first) {
            names.append("\(next.stream.text.prefix(1))\(next.sequence)")
            if next.stream == .inbox { left.removeFirst() } else { right.removeFirst() }
        }
        return names.joined(separator: " ")
    }

    @Test func `events come in the order of their instants`() async throws {
        let order = try await Self.order(
            inbox: [Entry(.queued, 1, at: 1), Entry(.sent, 1, at: 4)],
            runs: [Entry(.queued, 2, at: 2), Entry(.withdrawn, 2, at: 3), Entry(.queued, 3, at: 5)])
        #expect(order == "i1 r1 r2 i2 r3")
    }

    @Test func `a message is not settled before it is queued for the last time`() async throws {
        // The command's answer came while a run was about to send the message again; the clocks differ.
        let order = try await Self.order(
            inbox: [Entry(.queued, 1, at: 1), Entry(.sent, 1, at: 2)],
            runs: [Entry(.queued, 1, at: 3), Entry(.queued, 2, at: 4)])
        #expect(order == "i1 r1 i2 r2")
    }

    @Test func `a run's events about a message wait for the inbox`() async throws {
        let runs = [Entry(.queued, 1, at: 1), Entry(.sent, 1, at: 2)]
        #expect(try await Self.order(inbox: [Entry(.queued, 1, at: 5)], runs: runs) == "i1 r1 r2")
        #expect(try await Self.order(inbox: [Entry(.queued, 1, at: 5)], runs: [runs[1]]) == "i1 r1")
    }

    @Test func `what the copy has already is not waited for`() async throws {
        let inbox = [Entry(.queued, 1, at: 1), Entry(.sent, 1, at: 2), Entry(.queued, 2, at: 9)]
        let runs = [Entry(.queued, 1, at: 3), Entry(.queued, 3, at: 4)]
        #expect(try await Self.order(inbox: inbox, runs: runs, known: [.inbox: 1]) == "r1 i2 r2 i3")
        #expect(try await Self.order(inbox: inbox, runs: runs, known: [.inbox: 1, .runs: 1]) == "i2 r2 i3")
    }

    @Test func `events that wait for each other are written all the same`() async throws {
        let order = try await Self.order(
            inbox: [Entry(.queued, 1, at: 1), Entry(.sent, 1, at: 2), Entry(.queued, 2, at: 3)],
            runs: [Entry(.sent, 2, at: 4), Entry(.queued, 1, at: 5)])
        #expect(order == "i1 i2 i3 r1 r2")
    }
}
