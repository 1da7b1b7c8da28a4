import FoundationEssentials
import KeyPolicy
import KeyWatchFakes
import Testing

@testable import KeyWatch

/// Notices are messages in the outbox: each is sent once, and what becomes true with it is recorded whole.
struct NoticeOutboxTests {
    @Test func `a plan that is carried out a second time sends no notice again`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        let report = try await watched.run(day: 76)
        let clock = watched.clock.runClock
        let journal = try await journal(watched.ledger, watched, run: 900)
        let sender = NoticeSender(
            ledger: watched.ledger,
            sender: OutboxSender(
                journal: journal, messenger: watched.messenger, composer: watched.composer, clock: clock),
            plan: report.plan, progress: { _ in })
        let result = try await sender.send()
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76")
        #expect(result.sent.isEmpty && result.problems.count == 1)
    }

    @Test func `a process that ends in the middle of a long write leaves the message open`() async throws {
        let watched = Watched()
        let message = try Self.message(keys: 60)
        for call in 2... {
            let ledger = InMemoryLedger()
            let point = CrashPoint(atCall: call, .after)
            let journal = try await journal(CrashingLedger(ledger, at: point), watched, run: call)
            do {
                try await journal.queue([message], at: Made.day(76))
                try await journal.settle(
                    message, Delivery(place: "D1", id: "1.2", at: Made.day(76)), at: Made.day(76))
            } catch is CrashPoint.Crash {}
            let events = await ledger.keyEvents(of: message.notices[0].address.user, in: Made.account(1).id)
            let isClosed = await ledger.unsentMessages().isEmpty
            #expect(isClosed == (events.filter { $0.kind == "noticeDelivered" }.count == 60), "at call \(call)")
            if !point.hasCrashed { break }
        }
    }

    private func journal(_ ledger: any Ledger, _ watched: Watched, run: Int) async throws -> RunJournal {
        let clock = watched.clock.runClock
        let fence = try #require(
            try await ledger.acquireLease(
                holder: Made.run(run), now: clock.wall(), until: clock.wall().addingTimeInterval(3_600)))
        return RunJournal(run: Made.run(run), fence: fence, ledger: ledger, clock: clock)
    }

    private static func message(keys: Int) throws -> OutboxMessage {
        let user: UserID = Made.id("AIDAEXAMPLE00000001")
        let id: MessageID = Made.id("message-1")
        let facts = (1...keys).map { number in
            let key: AccessKeyID = Made.id("AKIAEXAMPLE000000\(10 + number)")
            return DeliveryFact(
                address: KeyAddress(account: Made.account(1).id, user: user, key: key),
                kind: .noticeDelivered(
                    notice: Notice(
                        NoticeContent(round: 1, stage: 76, isBinding: true, deadline: Made.day(91)), message: id,
                        recipient: .security, keyCreatedAt: Made.day(0), decidedAt: Made.day(76))))
        }
        return OutboxMessage(
            id: id, recipient: .security, about: nil, payload: "{}", queuedAt: Made.day(76), makesTrue: facts,
            isKept: false)
    }
}

/// The projection is the same in whatever order the streams are read.
struct OpenMessagesTests {
    private static func message(_ number: Int, at day: Double) -> OutboxMessage {
        OutboxMessage(
            id: Made.id("message-\(number)"), recipient: .security, about: nil, payload: "\(day)",
            queuedAt: Made.day(day))
    }

    private static func fold(_ events: [OutboxEvent]) -> [OutboxMessage] {
        var open = OpenMessages()
        for event in events { open.apply(event) }
        return open.all
    }

    @Test func `a message is open until it is sent or withdrawn`() {
        let (first, second) = (Self.message(1, at: 1), Self.message(2, at: 2))
        let queued = [OutboxEvent.queued(message: first), .queued(message: second)]
        #expect(Self.fold(queued) == [first, second])
        #expect(Self.fold(queued + [.withdrawn(id: first.id, reason: "no")]) == [second])
        let delivery = Delivery(place: "D1", id: "1.2", at: Made.day(3))
        #expect(Self.fold(queued + [.sent(id: second.id, delivery: delivery)]) == [first])
    }

    @Test func `the later attempt counts, and what was settled is never open again, in any order`() {
        let (first, again) = (Self.message(1, at: 1), Self.message(1, at: 2))
        let attempts = [OutboxEvent.queued(message: first), .queued(message: again)]
        #expect(Self.fold(attempts) == [again])
        #expect(Self.fold(attempts.reversed()) == [again])
        let settled = OutboxEvent.withdrawn(id: first.id, reason: "no")
        #expect(Self.fold([settled] + attempts) == [])
        #expect(Self.fold([attempts[0], settled, attempts[1]]) == [])
    }
}
