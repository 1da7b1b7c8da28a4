import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// A ledger that is not the one the last run wrote.
struct LostRunsTests {
    private func copy(_ ledger: InMemoryLedger) async throws -> InMemoryLedger {
        var events: [LedgerEvent] = []
        for head in await ledger.heads() { events += await ledger.events(head.stream, after: 0, limit: .max) }
        return InMemoryLedger(events: events)
    }

    @Test func `an older copy is noticed, and nothing is done or written`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...85)
        let older = try await copy(watched.ledger)
        // The lost runs give a later day: the first deadline is moved out by a change of owner and back.
        try await watched.run(days: 86...90)
        watched.ledger = older
        let before = await older.heads()
        let lost = Made.run(watched.runs)
        await #expect(throws: WatchRefusal.ledgerBehind(run: lost, floor: Made.day(91))) {
            try await watched.run(day: 91)
        }
        #expect(await older.heads() == before)
        #expect(watched.deactivations(of: key) == [])
        await #expect(throws: WatchRefusal.ledgerBehind(run: lost, floor: Made.day(91))) {
            try await watched.restore(key)
        }
    }

    enum Request: CaseIterable { case restore, exempt, endExemption, stop, resume }

    @Test(arguments: Request.allCases)
    func `a copy from before a command is noticed as well, and takes no request`(_ request: Request) async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...85)
        if request == .endExemption { try await watched.exempt(user.rawValue, untilDay: 99) }
        if request == .resume { try await watched.stop() }
        try await watched.run(days: 86...91)
        let older = try await copy(watched.ledger)
        switch request {
        case .restore: try await watched.restore(key)
        case .exempt: try await watched.exempt(user.rawValue, untilDay: 99)
        case .endExemption: try await watched.endExemption(user.rawValue)
        case .stop: try await watched.stop()
        case .resume: try await watched.resume()
        }
        let newest = watched.ledger
        watched.ledger = older
        await #expect(throws: WatchRefusal.self) { try await watched.run(day: 91.2) }
        // A request there would be lost with it; a stop counts all the same.
        await #expect(throws: WatchRefusal.self) { try await watched.exempt(user.rawValue, untilDay: 99) }
        await #expect(throws: WatchRefusal.self) { try await watched.resume() }
        watched.ledger = newest
        try await watched.run(day: 91.3)
    }

    @Test func `the message of a stop names all promised days, in its thread where they don't fit`() async throws {
        let accounts = (1...SummaryMarker.accountsPerPart + 1).compactMap { number in
            AccountID(rawValue: "\(100_000_000_000 + number)").map { Account(id: $0, name: "account \(number)") }
        }
        let watched = Watched(accounts: accounts)
        for account in accounts {
            let user = watched.estate.addUser("anna", in: account.id, tags: Made.engineer("U0ANNA"))
            watched.estate.addKey(user, createdAt: Made.day(0))
        }
        try await watched.run(day: 76)
        let before = watched.messenger.messages.count
        try await watched.stop()
        let sent = watched.messenger.messages.dropFirst(before)
        #expect(sent.compactMap(\.stamp?.part) == [1, 2])
        #expect(sent.last?.thread == sent.first?.delivery)
        #expect(Set(sent.compactMap(\.stamp).flatMap(\.promises.keys)).count == accounts.count)
    }

    @Test func `once accepted, everyone is notified again and nothing happens before what the lost runs promised`()
        async throws
    {
        let watched = Watched()
        let (user, key) = watched.anna(keyOnDay: 20)
        watched.settings.policy.lateNoticeDays = 30
        try await watched.run(days: 96...100)
        let older = try await copy(watched.ledger)
        // A key that only the lost runs know of, promised for day 131.
        let late = watched.estate.addKey(user, createdAt: Made.day(-200))
        try await watched.run(day: 101)
        #expect(watched.deadline(ofLastNoticeAbout: late) == Made.day(131))
        watched.ledger = older
        watched.clock.set(Made.day(102))
        try await watched.runNow(orders: RunOrders(accept: .run(Made.run(watched.runs))))
        #expect(watched.deadline(ofLastNoticeAbout: late) ?? .distantPast >= Made.day(131))
        try await watched.run(days: 103...130)
        #expect(watched.estate.deactivations.isEmpty)
        try await watched.run(days: 131...150)
        #expect(Set(watched.estate.deactivations.map(\.key)) == [key, late])
    }

    @Test func `nobody is thanked for a key that lost runs may have deactivated`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.addKey(user, createdAt: Made.day(90.5))
        let older = try await copy(watched.ledger)
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key) == [91])
        watched.ledger = older
        watched.clock.set(Made.day(92))
        try await watched.runNow(orders: RunOrders(accept: .run(Made.run(watched.runs))))
        try await watched.run(days: 93...95)
        #expect(watched.words(["rotated"], about: key, to: Watched.anna) == "")
        #expect(watched.words(["rotated"], about: key, to: .security) == "")
    }

    @Test func `what a lost run promised holds also where it can only be read after it was accepted`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...79)
        let own = try #require(await watched.ledger.events(.runs, after: 0, limit: 1).first?.hash)
        let lost = Made.id("run-77777") as RunID
        let promises = Dictionary(
            (100..<350).map { (Made.id("000000000\($0)") as AccountID, Made.day(95)) } + [
                (watched.one.id, Made.day(110))
            ]
        ) { $1 }
        let parts = SummaryMarker(run: lost, ledger: own, promises: promises).split
        #expect(parts.map { $0.promises[watched.one.id] } == [nil, Made.day(110)])
        watched.messenger.post(parts[0], as: "B0RELEVO")
        watched.clock.set(Made.day(80))
        try await watched.runNow(orders: RunOrders(accept: .run(lost)))
        let parent = watched.messenger.messages.first { $0.stamp?.run == lost }
        watched.messenger.post(parts[1], as: "B0RELEVO", under: parent?.delivery)
        #expect(try await watched.run(day: 81).summary.problems == [])
        try await watched.run(days: 82...109)
        #expect(watched.deactivations(of: key) == [])
        try await watched.run(days: 110...115)
        #expect(watched.deactivations(of: key) == [110])
    }

    @Test func `a new ledger after another takes over what that one promised`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.settings.policy.lateNoticeDays = 40
        try await watched.run(day: 200)
        #expect(watched.deadline(ofLastNoticeAbout: key) == Made.day(240))
        watched.ledger = InMemoryLedger()
        watched.settings.policy.lateNoticeDays = 15
        try await watched.run(days: 201...239)
        #expect(watched.estate.deactivations.isEmpty)
        try await watched.run(days: 240...250)
        #expect(watched.deactivations(of: key) == [240])
    }

    @Test func `while nobody can say, nothing is deactivated and it is said`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.messenger.lookUps(.fail)
        let report = try await watched.run(day: 91)
        #expect(report.held(key) == "ledgerUnconfirmed")
        #expect(report.exitReasons.exitStatus == 3)
        watched.messenger.recover()
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
    }

    @Test func `there is nothing to accept where nothing is behind`() async throws {
        let watched = Watched()
        try await watched.run(day: 1)
        watched.clock.set(Made.day(2))
        await #expect(throws: WatchRefusal.notBehind(Made.run(1))) {
            try await watched.runNow(orders: RunOrders(accept: .run(Made.run(1))))
        }
    }
}
