import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Keys that AWS reports as they are created or activated: told about at once, and once only.
struct SightingTests {
    /// Anna creates a second key half a day after the first run.
    func annaWithNewKey(mode: Mode = .enforce) async throws -> (watched: Watched, key: AccessKeyID) {
        let watched = Watched(mode: mode)
        let (user, _) = watched.anna()
        try await watched.run(day: 0)
        watched.clock.set(Made.day(0.5))
        return (watched, watched.estate.addKey(user))
    }

    /// The event about a key arrives.
    func see(
        _ key: AccessKeyID, _ watched: Watched, in account: Account = Made.account(1), crash: CrashPoint? = nil
    ) async throws -> SightingRequests.Outcome {
        let activity = KeyActivity(
            actor: .user(name: "luis", id: nil), actorARN: nil, means: .console, source: "198.51.100.7",
            at: watched.clock.now, event: "e-1")
        return try await SightingRequests(watched.intervention(crash), readers: watched.estate).tell(
            Sighting(account: account.id, userName: "anna", key: key, activity: activity), run: watched.nextRun())
    }

    func nothing(about key: AccessKeyID) -> SightingRequests.Outcome {
        .ignored("nothing about \(key.masked) is to be told")
    }

    /// Messages of that kind about a key, to the channel and to Anna.
    func told(_ word: String, about key: AccessKeyID, _ watched: Watched) -> [RecordedMessage] {
        [Recipient.security, Watched.anna].flatMap { recipient in
            watched.messages(to: recipient).filter { message in
                message.payload.word == word && message.payload.lines.contains { $0.key == key }
            }
        }
    }

    // MARK: New keys

    @Test func `a new key is told once, although its event comes three times and the daily run follows`() async throws {
        let (watched, key) = try await annaWithNewKey()
        #expect(try await see(key, watched) == .told)
        for _ in 1...2 {
            watched.clock.advance(60)
            #expect(try await see(key, watched) == nothing(about: key))
        }
        try await watched.run(days: 1...3)
        let told = told("newKey", about: key, watched)
        #expect(told.map(\.recipient) == [.security, Watched.anna])
        #expect(told.map(\.at) == [Made.day(0.5), Made.day(0.5)])
        // Known from the event: the trail shows it only minutes later, so it isn't asked.
        #expect(told.flatMap(\.payload.lines).map(\.author) == ["user luis", "user luis"])
        #expect(watched.estate.calls(.trail) == 0)
        // Somebody must look at it, so it is in no thread.
        #expect(told.allSatisfy { $0.thread == nil })
        #expect(await watched.ledger.unsentMessages() == [])
        #expect(try await ChainVerification.of(watched.ledger).faults == [])
    }

    @Test func `an event that comes after the run has told about the key changes nothing`() async throws {
        let (watched, key) = try await annaWithNewKey()
        try await watched.run(day: 1)
        let heads = await watched.ledger.heads()
        #expect(try await see(key, watched) == nothing(about: key))
        #expect(await watched.ledger.heads() == heads)
        #expect(told("newKey", about: key, watched).count == 2)
    }

    @Test(arguments: [(76.5, true), (78.5, false)])
    func `a key that its owner was asked for goes into the thread of the day's summary, if there is one`(
        day: Double, isThere: Bool
    ) async throws {
        let watched = Watched()
        let (user, _) = watched.anna()
        try await watched.run(days: 70...76)
        watched.clock.set(Made.day(day))
        let key = watched.estate.addKey(user)
        #expect(try await see(key, watched) == .told)
        let summary = try #require(watched.messenger.messages.last { $0.payload.word == "summary" })
        let told = told("newKey", about: key, watched)
        #expect(told.map(\.recipient) == [.security, Watched.anna])
        #expect(told.first?.thread?.id == (isThere ? summary.delivery.id : nil))
        #expect(told.flatMap(\.payload.lines).map(\.isExpected) == [true, true])
    }

    @Test func `where only summaries are posted, nobody is told`() async throws {
        let (watched, key) = try await annaWithNewKey(mode: .report)
        #expect(try await see(key, watched) == nothing(about: key))
        try await watched.run(day: 1)
        #expect(told("newKey", about: key, watched) == [])
    }

    // MARK: Keys that are activated

    @Test func `a key that is activated again is told about at once, and not again by the run`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...92)
        watched.clock.set(Made.day(92.5))
        watched.estate.set(key, active: true)
        #expect(try await see(key, watched) == .told)
        #expect(try await see(key, watched) == nothing(about: key))
        try await watched.run(days: 93...95)
        let told = told("reactivated", about: key, watched)
        #expect(told.map(\.recipient) == [.security, Watched.anna])
        #expect(told.flatMap(\.payload.lines).map(\.author) == ["user luis", "user luis"])
        #expect(told.map(\.at) == [Made.day(92.5), Made.day(92.5)])
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `what Relevo did itself is not told`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        #expect(watched.deactivations(of: key) == [91])
        watched.clock.advance(30)
        // IAM may still show the status from before.
        watched.estate.show(key, as: .active)
        #expect(try await see(key, watched) == nothing(about: key))
        watched.estate.show(key, as: nil)
        watched.clock.advance(3_600)
        #expect(try await see(key, watched) == nothing(about: key))
        try await watched.restore(key)
        watched.clock.advance(30)
        #expect(try await see(key, watched) == nothing(about: key))
        #expect(told("reactivated", about: key, watched) == [])
    }

    // MARK: Runs

    @Test func `while a run works an event is refused, and told when it comes again`() async throws {
        let (watched, key) = try await annaWithNewKey()
        let (run, now) = (Made.run(999), watched.clock.now)
        let fence = try #require(
            await watched.ledger.acquireLease(holder: run, now: now, until: now.addingTimeInterval(1_800)))
        await #expect(throws: InterventionRefusal.leaseHeld(by: run)) { try await see(key, watched) }
        #expect(told("newKey", about: key, watched) == [])
        await watched.ledger.releaseLease(fence)
        #expect(try await see(key, watched) == .told)
    }

    @Test func `an event between a run's decision and its act is told once, and the run reports it`() async throws {
        let (watched, key) = try await annaWithNewKey()
        watched.clock.set(Made.day(1))
        let run = watched.nextRun()
        try await watched.watch(nil).begin(run)
        try await watched.watch(nil).scan(run)
        let plan = try #require(try await watched.watch(nil).decide(run))
        let action = try #require(plan.actions.first { $0.kindName == "newKey" && $0.key.id == key })
        watched.clock.advance(60)
        #expect(try await see(key, watched) == .told)
        watched.clock.advance(60)
        #expect(try await watched.watch(nil).act(run))
        let report = try await watched.watch(nil).finish(run)
        #expect(told("newKey", about: key, watched).count == 2)
        #expect(report.outcomes[action.id] == .delivered)
        #expect(report.summary.newKeys == 1)
        #expect(report.exitReasons == [])
        watched.checkPromise()
    }

    @Test(arguments: CrashPoint.Moment.allCases, [false, true])
    func `wherever it is killed and called again, channel and owner are told once`(
        moment: CrashPoint.Moment, isInRun: Bool
    ) async throws {
        var call = 1
        while true {
            let (watched, key) = try await annaWithNewKey()
            watched.clock.set(Made.day(1))
            let run = watched.nextRun()
            if isInRun {
                try await watched.watch(nil).begin(run)
                try await watched.watch(nil).scan(run)
                try await watched.watch(nil).decide(run)
            }
            let crash = CrashPoint(atCall: call, moment)
            let place = Comment(rawValue: "killed \(moment) call \(call)\(isInRun ? " in a run" : "")")
            _ = try? await see(key, watched, crash: crash)
            watched.clock.advance(60)
            _ = try await see(key, watched)
            #expect(told("newKey", about: key, watched).count <= 2, place)
            watched.clock.advance(60)
            if isInRun {
                #expect(try await watched.watch(nil).act(run), place)
                #expect(try await watched.watch(nil).finish(run).exitReasons == [], place)
            }
            try await watched.run(day: 2)
            #expect(told("newKey", about: key, watched).map(\.recipient) == [.security, Watched.anna], place)
            #expect(try await see(key, watched) == nothing(about: key), place)
            #expect(await watched.ledger.unsentMessages() == [], place)
            guard crash.hasCrashed else { break }
            call += 1
        }
        #expect(call > 8, "it was expected to make several calls")
    }

    @Test func `while it is unknown who can be reached, the event is to come again`() async throws {
        let (watched, key) = try await annaWithNewKey()
        watched.messenger.answer(.unknown("Slack is down"), about: Made.person("U0ANNA"))
        guard case .failed(let why) = try await see(key, watched) else {
            Issue.record("it was told or ignored")
            return
        }
        #expect(why.contains("Slack is down"))
        watched.messenger.answer(nil, about: Made.person("U0ANNA"))
        #expect(try await see(key, watched) == .told)
    }

    @Test(arguments: [SendFault.notDelivered, .unknown(stored: true), .unknown(stored: false)])
    func `what Slack doesn't take at once is told when the event comes again`(fault: SendFault) async throws {
        let (watched, key) = try await annaWithNewKey()
        watched.messenger.fail(fault, word: "newKey", times: 1)
        guard case .failed(let why) = try await see(key, watched) else {
            Issue.record("it was told")
            return
        }
        #expect(why.contains("security channel"))
        #expect(try await see(key, watched) == nothing(about: key))
        #expect(told("newKey", about: key, watched).map(\.recipient) == [.security, Watched.anna])
        try await watched.run(day: 1)
        #expect(told("newKey", about: key, watched).map(\.recipient) == [.security, Watched.anna])
    }
}
