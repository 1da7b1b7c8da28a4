import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging
import Synchronization
import Testing

/// A run that is asked to end (SIGINT, SIGTERM) at every point where it looks for that, then a normal run the same day.
struct InterruptedRunTests {
    /// Day 91: keys to deactivate, notices, a new key, thanks and an account that left.
    private struct Busy {
        let watched = Watched(accounts: [Made.account(1), Made.account(2), Made.account(3)])
        let due: [AccessKeyID]
        let bo: AccessKeyID
        let new: AccessKeyID

        init() async throws {
            let estate = watched.estate
            func user(_ name: String, in account: Int = 1) -> UserID {
                estate.addUser(
                    name, in: Made.account(account).id, tags: Made.engineer("U0\(name.uppercased())"))
            }
            due = [estate.addKey(user("anna")), estate.addKey(user("eva", in: 2))]
            bo = estate.addKey(user("bo"), createdAt: Made.day(15))
            let carl = user("carl")
            let doras = user("dora")
            let dora = estate.addKey(doras, createdAt: Made.day(14))
            for day in [76, 81, 86, 90] { try await watched.run(day: Double(day)) }
            watched.clock.set(Made.day(90.5))
            new = estate.addKey(carl)
            estate.addKey(doras)
            estate.deleteKey(dora)
            estate.leave(Made.account(3).id)
            watched.clock.set(Made.day(91))
        }
    }

    @Test func `wherever it is asked, nothing is lost, nothing is told twice, and the lease is free`() async throws {
        var check = 1
        var ends: Set<String> = []
        while true {
            let busy = try await Busy()
            let watched = busy.watched
            let place = Comment(rawValue: "asked at look \(check)")
            watched.clock.endsAtCheck = check
            do {
                let report = try await watched.runNow()
                guard report.summary.isInterrupted else { break }
                #expect(report.exitReasons.contains(.interrupted), place)
                #expect(report.exitReasons.exitStatus == 130, place)
                #expect(watched.messenger.lastSummary?.text.contains(" interrupted ") == true, place)
                #expect(report.plan.actions.allSatisfy { report.outcomes[$0.id] != nil }, place)
                ends.insert("after its summary")
            } catch is Interruption {
                #expect(watched.messenger.messages(word: "summary", since: Made.day(91)) == 0, place)
                ends.insert("before its summary")
            }
            watched.clock.endsAtCheck = nil
            #expect(await watched.ledger.leaseHolder(now: Made.day(91)) == nil, place)
            // No deactivation is left between intent and result.
            for key in busy.due {
                let user = try #require(watched.estate.users.first { $0.keys.contains { $0.id == key } })
                let history = try #require(
                    try await KeyHistories(ledger: watched.ledger).of(user.id, in: user.account)[key])
                #expect(!history.deactivationPending, place)
            }
            watched.clock.advance(60)
            try await watched.runNow()
            for day in [92, 96, 101, 106] { try await watched.run(day: Double(day)) }
            for key in busy.due {
                #expect(watched.deactivations(of: key) == [91], place)
                #expect(watched.words(["deactivated"], about: key, to: .security) == "deactivated@91", place)
            }
            #expect(watched.notices(of: busy.bo, to: .person(Made.person("U0BO"))) == "76@91 81@96 86@101", place)
            #expect(watched.deactivations(of: busy.bo) == [106], place)
            #expect(watched.words(["newKey"], about: busy.new, to: .security) == "newKey@91", place)
            #expect(watched.messenger.messages(word: "accountsLeft", since: Made.day(0)) == 1, place)
            #expect(try await ChainVerification.of(watched.ledger).faults == [], place)
            check += 1
        }
        #expect(check > 15, "the run was expected to look often")
        #expect(ends == ["before its summary", "after its summary"])
    }

    @Test func `asked in the middle of a deactivation, it finishes that one and begins no other`() async throws {
        let busy = try await Busy()
        let watched = busy.watched
        watched.clock.endsAtCheck = .max
        watched.estate.beforeNext(.deactivate) { $0.clock.endsAtCheck = 1 }
        let report = try await watched.runNow()
        #expect(watched.estate.deactivations.count == 1)
        let done = try #require(watched.estate.deactivations.first?.key)
        #expect(watched.words(["deactivated"], about: done, to: .security) == "deactivated@91")
        #expect(Set(report.did("deactivate").compactMap { report.outcomes[$0.id]?.name }) == ["done", "skipped"])
        #expect(report.did("notice").allSatisfy { report.outcomes[$0.id]?.name == "skipped" })
        #expect(report.summary.deactivated == 1)
        watched.clock.endsAtCheck = nil
        watched.clock.advance(60)
        try await watched.runNow()
        #expect(watched.estate.deactivations.count == 2)
    }

    @Test func `a run that ended before its summary says so in the ledger`() async throws {
        let watched = Watched()
        watched.anna()
        watched.clock.set(Made.day(91))
        watched.clock.endsAtCheck = 2
        await #expect(throws: Interruption.self) { try await watched.runNow() }
        let ended = await watched.ledger.events(ofKind: .runEnded, in: .runs, since: .distantPast)
        guard case .run(.ended(_, _, let counts, let status)) = ended.last?.body else {
            Issue.record("it did not end")
            return
        }
        #expect((counts, status) == ([:], 130))
    }

    @Test func `a command that is asked to end does nothing, or all of it`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.clock.set(Made.day(92))
        let heads = await watched.ledger.heads()
        var check = 1
        while true {
            watched.clock.endsAtCheck = check
            do {
                try await watched.restore(key)
                break
            } catch is Interruption {
                #expect(await watched.ledger.heads() == heads)
                #expect(await watched.ledger.leaseHolder(now: Made.day(92)) == nil)
            }
            check += 1
        }
        #expect(check > 1)
        #expect(watched.estate.isActive(key))
        #expect(watched.words(["restored"], about: key, to: Watched.anna) == "restored@92")
        watched.clock.endsAtCheck = 1
        await #expect(throws: Interruption.self) { try await watched.exempt("anna", untilDay: 120) }
    }

    @Test(.timeLimit(.minutes(20)), arguments: HangingMessenger.Question.allCases)
    func `a question that Slack leaves open ends with the run`(question: HangingMessenger.Question) async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(day: 75)
        watched.messenger.fail(.unknown(stored: false), to: Watched.anna, times: 1)
        try await watched.run(day: 76)
        watched.clock.set(Made.day(77))
        let (plain, messenger) = (watched.clock.runClock, HangingMessenger(watched.messenger, at: question))
        let watch = Watch(
            ledger: watched.ledger, directory: watched.estate, readers: watched.estate, deactivator: watched.estate,
            messenger: messenger, composer: watched.composer, settings: watched.settings,
            clock: RunClock(
                policy: plain.policy, wall: plain.wall, aheadOfAWS: plain.aheadOfAWS, sleep: plain.sleep,
                end: messenger.endWhenAsked),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await #expect(throws: Interruption()) { try await watch.run(watched.nextRun(), version: "test") }
        #expect(await watched.ledger.leaseHolder(now: Made.day(77)) == nil)
    }
}

/// Slack that never answers one kind of question.
final class HangingMessenger: Messenger {
    enum Question: CaseIterable { case check, readership, markers, find, reachability }

    private let messenger: RecordingMessenger
    private let question: Question
    private let wasAsked = Mutex(false)

    init(_ messenger: RecordingMessenger, at question: Question) {
        self.messenger = messenger
        self.question = question
    }

    /// Made as soon as the question was asked.
    var endWhenAsked: EndRequest {
        EndRequest(
            isMade: { self.wasAsked.withLock(\.self) },
            made: { while !self.wasAsked.withLock(\.self) { try await Task.sleep(for: .milliseconds(1)) } })
    }

    private func hang(at asked: Question) async throws {
        guard asked == question else { return }
        wasAsked.withLock { $0 = true }
        try await Task.sleep(for: .seconds(86_400))
    }

    func readership() async -> Readership {
        do { try await hang(at: .readership) } catch { return .unknown }
        return await messenger.readership()
    }

    var securityChannel: String { messenger.securityChannel }

    func check() async throws {
        try await hang(at: .check)
        try await messenger.check()
    }

    func markers(in search: MarkerSearch) async throws -> MarkerPage {
        try await hang(at: .markers)
        return try await messenger.markers(in: search)
    }

    func find(_ id: MessageID, at recipient: Recipient, thread: Delivery?, meant: Date) async throws -> Delivery? {
        try await hang(at: .find)
        return try await messenger.find(id, at: recipient, thread: thread, meant: meant)
    }

    func reachability(of person: SlackUserID) async -> Reachability {
        do { try await hang(at: .reachability) } catch { return .unknown("\(error)") }
        return await messenger.reachability(of: person)
    }

    func send(
        _ payload: String, id: MessageID, to recipient: Recipient, thread: Delivery?, stamp: SummaryMarker?
    ) async throws -> SendOutcome {
        try await messenger.send(payload, id: id, to: recipient, thread: thread, stamp: stamp)
    }

    func update(_ delivery: Delivery, payload: String) async throws -> SendOutcome {
        try await messenger.update(delivery, payload: payload)
    }
}
