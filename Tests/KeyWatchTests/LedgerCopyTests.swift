import FoundationEssentials
import KeyPolicy
import KeyWatchFakes
import Testing

@testable import KeyWatch

struct LedgerCopyTests {
    /// Ten days of runs, the last one in stages; then an exemption, and a stop whose message did not arrive.
    private static func lived() async throws -> Watched {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.anna()
        let bo = watched.estate.addUser("bo", in: Made.account(2).id, tags: Made.engineer("U0BO"))
        watched.estate.addKey(bo, createdAt: Made.day(3))
        try await watched.run(days: 74...82)
        watched.clock.set(Made.day(83))
        try await watched.runInStages()
        try await watched.exempt("bo", untilDay: 120)
        watched.messenger.fail(.notDelivered)
        try await watched.stop()
        watched.messenger.recover()
        return watched
    }

    @discardableResult
    private func copy(_ from: any Ledger, _ to: any Ledger, _ clock: FixedClock) async throws -> LedgerCopy.Report {
        try await LedgerCopy(from: from, to: to, clock: clock.runClock, run: Made.run(900)).make()
    }

    /// Whether both ledgers have the same in every port, and nobody holds their leases.
    private func expectSame(_ from: InMemoryLedger, _ to: InMemoryLedger, _ watched: Watched, _ comment: Comment = "")
        async throws
    {
        #expect(await to.streams == from.streams, comment)
        #expect(await to.keyEventPlaces == from.keyEventPlaces, comment)
        #expect(await to.unsentMessages() == from.unsentMessages(), comment)
        #expect(await to.promises == from.promises, comment)
        #expect(await to.plans == from.plans, comment)
        let state: (run: RunID, json: String)? = await from.state
        let copied: (run: RunID, json: String)? = await to.state
        #expect(copied?.run == state?.run, comment)
        #expect(copied?.json == state?.json, comment)
        #expect(await to.inventoryAccounts == from.inventoryAccounts, comment)
        #expect(await to.inventoryUsers == from.inventoryUsers, comment)
        for ledger in [from, to] { #expect(await ledger.leaseHolder(now: watched.clock.now) == nil, comment) }
    }

    /// All events in the order in which a ledger can be made of them.
    private func everything(in ledger: InMemoryLedger) async -> [LedgerEvent] {
        let streams = await ledger.streams
        return CopyOrder.streams(await ledger.heads()).flatMap { streams[$0] ?? [] }
    }

    @Test func `a copy has everything, with the same root`() async throws {
        let watched = try await Self.lived()
        let to = InMemoryLedger()
        let report = try await copy(watched.ledger, to, watched.clock)
        let source = try await ChainVerification.of(watched.ledger)
        #expect(report == .init(chains: source.heads.count, events: source.events, root: source.root))
        #expect(report.chains == 4)
        try await expectSame(watched.ledger, to, watched)
        // What the comparison would be worth nothing without.
        #expect(await !to.unsentMessages().isEmpty)
        #expect(await to.promises.count == 2)
        #expect(await to.plans.count == 10)
        #expect(await to.newestState() == Made.run(10))
        #expect(await to.inventoryUsers.count == 2)
    }

    @Test func `life goes on in the copy as it would have in the ledger, which is then an older copy`() async throws {
        var sent: [Int] = []
        for isMoved in [false, true] {
            let watched = Watched()
            let (_, key) = watched.anna()
            try await watched.run(days: 70...85)
            let old = watched.ledger
            if isMoved {
                watched.ledger = InMemoryLedger()
                try await copy(old, watched.ledger, watched.clock)
            }
            try await watched.run(days: 86...93)
            #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86")
            #expect(watched.deactivations(of: key) == [91])
            sent.append(watched.messenger.messages.count)
            guard isMoved else { continue }
            watched.ledger = old
            await #expect(throws: WatchRefusal.self) { try await watched.run(day: 94) }
        }
        #expect(sent[0] == sent[1])
    }

    @Test(arguments: CrashPoint.Moment.allCases)
    func `a copy that is killed at any write continues, and is the same in the end`(
        moment: CrashPoint.Moment
    ) async throws {
        let watched = try await Self.lived()
        var call = 1
        while true {
            let to = InMemoryLedger()
            let point = CrashPoint(atCall: call, moment)
            _ = try? await copy(
                CrashingLedger(watched.ledger, at: point), CrashingLedger(to, at: point), watched.clock)
            guard point.hasCrashed else { break }
            // The leases of the killed copy have to end first.
            watched.clock.advance(120)
            try await copy(watched.ledger, to, watched.clock)
            try await expectSame(watched.ledger, to, watched, "killed \(moment) call \(call)")
            call += 1
        }
        #expect(call > 15, "the copy was expected to make many writes")
    }

    @Test func `an interrupted copy is no whole ledger, and continues after another run`() async throws {
        let watched = try await Self.lived()
        let to = InMemoryLedger()
        watched.clock.endsAtCheck = 2
        await #expect(throws: Interruption.self) { try await copy(watched.ledger, to, watched.clock) }
        watched.clock.endsAtCheck = nil
        #expect(await !to.heads().isEmpty)
        #expect(try await !ChainVerification.of(to).isSound)
        try await watched.run(day: 84)
        try await copy(watched.ledger, to, watched.clock)
        try await expectSame(watched.ledger, to, watched)
    }

    @Test func `users who were deleted between two copies are not in the second`() async throws {
        let watched = try await Self.lived()
        let to = InMemoryLedger()
        try await copy(watched.ledger, to, watched.clock)
        let fence = try #require(
            await watched.ledger.acquireLease(holder: Made.run(999), now: watched.clock.now, until: .distantFuture))
        let users = try await watched.ledger.everyUser(in: watched.one.id).map(\.user.id)
        #expect(!users.isEmpty)
        try await watched.ledger.save([], removing: users, in: watched.one.id, fence: fence)
        await watched.ledger.releaseLease(fence)
        try await copy(watched.ledger, to, watched.clock)
        #expect(try await to.everyUser(in: watched.one.id) == [])
    }

    @Test func `a copy of a copy that is whole changes nothing`() async throws {
        let watched = try await Self.lived()
        let to = InMemoryLedger()
        let first = try await copy(watched.ledger, to, watched.clock)
        #expect(try await copy(watched.ledger, to, watched.clock) == first)
        try await expectSame(watched.ledger, to, watched)
    }

    @Test func `a ledger with other events, or with more, is not written`() async throws {
        let watched = try await Self.lived()
        let other = Watched()
        other.anna()
        try await other.run(days: 70...71)
        let before = await other.ledger.streams
        await #expect(throws: LedgerCopyRefusal.notEmpty(.account(other.one.id))) {
            try await copy(watched.ledger, other.ledger, watched.clock)
        }
        #expect(await other.ledger.streams == before)

        let ahead = InMemoryLedger()
        try await copy(watched.ledger, ahead, watched.clock)
        let fence = try #require(
            await ahead.acquireLease(holder: Made.run(999), now: watched.clock.now, until: .distantFuture))
        try await ahead.append([.run(.started(version: "1"), at: watched.clock.now)], run: fence.holder, fence: fence)
        await ahead.releaseLease(fence)
        await #expect(throws: LedgerCopyRefusal.notEmpty(.runs)) {
            try await copy(watched.ledger, ahead, watched.clock)
        }
    }

    @Test func `a ledger without events is not copied`() async throws {
        await #expect(throws: LedgerCopyRefusal.nothingToCopy) {
            try await copy(InMemoryLedger(), InMemoryLedger(), FixedClock(Made.day(0)))
        }
    }

    @Test func `a ledger with a changed event is not copied`() async throws {
        let watched = try await Self.lived()
        var events = await everything(in: watched.ledger)
        let place = try #require(events.firstIndex { $0.stream == .account(watched.one.id) })
        let event = events[place]
        events[place] = LedgerEvent(
            stream: event.stream, sequence: event.sequence, at: event.at, run: event.run, user: event.user,
            key: event.key, kind: event.kind, bodyText: event.bodyText + " ", previousHash: event.previousHash,
            hash: event.hash)
        let to = InMemoryLedger()
        let fault = "Event 1 of account/111111111111 was changed after it was written."
        await #expect(throws: LedgerCopyRefusal.damaged([fault])) {
            try await copy(InMemoryLedger(events: events), to, watched.clock)
        }
        #expect(await to.heads() == [])
    }

    @Test func `an event that only a newer Relevo can read stops the copy before it begins`() async throws {
        let watched = try await Self.lived()
        let stream = StreamID.account(Made.account(2).id)
        let events = await everything(in: watched.ledger)
        let last = try #require(events.last { $0.stream == stream })
        let body = #"{"key":{"event":{"transmuted":{"into":"gold"}}}}"#
        let newer = LedgerEvent(
            stream: stream, sequence: last.sequence + 1, at: last.at, run: last.run, user: nil, key: nil,
            kind: "transmuted", bodyText: body, previousHash: last.hash,
            hash: EventChain.hash(
                previous: last.hash, stream: stream, sequence: last.sequence + 1, at: last.at,
                run: last.run.rawValue, user: nil, key: nil, kind: "transmuted", body: body))
        let to = InMemoryLedger()
        await #expect(
            throws: LedgerCopyRefusal.unreadable(stream: stream, sequence: newer.sequence, kind: "transmuted")
        ) { try await copy(InMemoryLedger(events: events + [newer]), to, watched.clock) }
        #expect(await to.heads() == [])
    }

    @Test func `a ledger whose lease is held is neither copied nor written`() async throws {
        let watched = try await Self.lived()
        let to = InMemoryLedger()
        for (ledger, side) in [(watched.ledger, LedgerCopyRefusal.Side.from), (to, LedgerCopyRefusal.Side.to)] {
            let fence = try #require(
                await ledger.acquireLease(
                    holder: Made.run(999), now: watched.clock.now, until: watched.clock.now.addingTimeInterval(60)))
            await #expect(throws: LedgerCopyRefusal.leaseHeld(side, by: Made.run(999))) {
                try await copy(watched.ledger, to, watched.clock)
            }
            await ledger.releaseLease(fence)
        }
        #expect(await to.heads() == [])
        await #expect(throws: LedgerCopyRefusal.sameLedger) {
            try await copy(watched.ledger, watched.ledger, watched.clock)
        }
        #expect(await watched.ledger.leaseHolder(now: watched.clock.now) == nil)
    }

    @Test func `on a clock that AWS contradicts no lease is taken`() async throws {
        let watched = try await Self.lived()
        watched.clock.aheadOfAWS = 86_400
        let number = await watched.ledger.lease.number
        await #expect(throws: WatchRefusal.clockContradicted(ahead: 86_400, isMidway: false)) {
            try await copy(watched.ledger, InMemoryLedger(), watched.clock)
        }
        #expect(await watched.ledger.lease.number == number)
        // Between two files nobody says AWS's time.
        watched.clock.aheadOfAWS = nil
        try await copy(watched.ledger, InMemoryLedger(), watched.clock)
    }
}
