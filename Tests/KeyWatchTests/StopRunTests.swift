import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Deactivations that somebody stops, and that go on when somebody else resumes.
struct StopRunTests {
    /// So many keys whose deadline is day 91; with `young` ones beside them the share of an account is the usual one.
    static func promised(_ count: Int = 1, young: Int = 0) async throws -> (Watched, [AccessKeyID]) {
        let watched = Watched()
        if young == 0 { watched.settings.policy.maxPercent = 100 }
        // Room for all of them on their day.
        watched.settings.accounts[watched.one.id] = WatchSettings.AccountSettings(maxDeactivations: 10)
        let keys = (0..<count + young).map { index in
            let user = watched.estate.addUser(
                "user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)", "User \(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(index < count ? 0 : 60))
        }
        try await watched.run(days: 76...90)
        return (watched, Array(keys.prefix(count)))
    }

    static func channel(_ watched: Watched, _ words: Set<String>) -> [String] {
        watched.messages(to: .security).filter { words.contains($0.payload.word) }
            .map { "\($0.payload.word)@\(Watched.day($0.at))" }
    }

    @Test func `nothing is deactivated until another person resumes`() async throws {
        let (watched, keys) = try await Self.promised()
        watched.clock.set(Made.day(90.5))
        #expect(try await watched.stop().problems == [])
        for day in [91.0, 94, 98, 101] {
            let report = try await watched.run(day: day)
            #expect(report.held(keys[0]) == "stopped")
            #expect(report.summary.stops.map(\.scope) == [.everything])
            #expect(report.exitReasons.isEmpty)
        }
        await #expect(throws: InterventionRefusal.stoppedByThemselves(" luis ")) {
            try await watched.resume(by: " luis ")
        }
        #expect(try await watched.run(day: 103).held(keys[0]) == "stopped")
        try await watched.resume()
        // No second round of notices, and the day was told.
        try await watched.run(day: 104)
        #expect(watched.deactivations(of: keys[0]) == [104])
        #expect(Self.channel(watched, ["stopped", "resumed"]) == ["stopped@90", "resumed@103"])
        #expect(
            watched.messages(to: .security).filter { ["stopped", "resumed"].contains($0.payload.word) }
                .allSatisfy { $0.thread == nil })
    }

    @Test func `after a stop that outlasts what was promised, the owner is told a new day first`() async throws {
        let (watched, keys) = try await Self.promised()
        let anna = Recipient.person(Made.person("U0USER0"))
        watched.clock.set(Made.day(90.5))
        try await watched.stop()
        try await watched.run(day: 91)
        watched.clock.set(Made.day(119))
        try await watched.resume()
        try await watched.run(day: 120)
        #expect(watched.deactivations(of: keys[0]) == [])
        #expect(watched.words(["notices"], about: keys[0], to: anna).hasSuffix("notices@120"))
        try await watched.run(days: 121...140)
        #expect(watched.deactivations(of: keys[0]) == [125])
    }

    @Test func `in the middle of a run the next key stays on`() async throws {
        let (watched, keys) = try await Self.promised(3)
        watched.clock.set(Made.day(91))
        let stopping = try await watched.stopping(afterSessions: 2)
        let report = try await watched.runNow(deactivator: stopping)
        #expect(watched.estate.deactivations.count == 1)
        #expect(report.summary.held[.stopped] == 2)
        #expect(report.summary.stops.count == 1)
        #expect(keys.filter { watched.deactivations(of: $0).isEmpty }.count == 2)
        try await watched.run(day: 92)
        #expect(watched.estate.deactivations.count == 1)
    }

    @Test func `a run that holds the lease doesn't keep anybody from stopping`() async throws {
        let (watched, keys) = try await Self.promised()
        let wall = watched.clock.runClock.wall()
        _ = await watched.ledger.acquireLease(holder: Made.run(999), now: wall, until: wall.addingTimeInterval(60))
        try await watched.stop()
        #expect(try await watched.run(day: 91).held(keys[0]) == "stopped")
    }

    @Test func `one account is stopped, the others go on`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.maxPercent = 100
        let keys = [1, 2].map { digit in
            let user = watched.estate.addUser("anna", in: Made.account(digit).id, tags: Made.engineer("U0ANNA"))
            return watched.estate.addKey(user, createdAt: Made.day(0))
        }
        try await watched.run(days: 76...90)
        try await watched.stop(account: 1)
        try await watched.run(day: 91)
        #expect(keys.map { watched.deactivations(of: $0) } == [[], [91]])
        await #expect(
            throws: InterventionRefusal.notStopped(.everything, standing: try await watched.standingStops())
        ) { try await watched.resume() }
        try await watched.resume(account: 1)
        try await watched.run(day: 92)
        #expect(keys.map { watched.deactivations(of: $0) } == [[92], [91]])
        await #expect(
            throws: InterventionRefusal.unknownAccount(
                Made.account(3).id, known: [watched.one.id, Made.account(2).id])
        ) {
            try await watched.stop(account: 3)
        }
    }

    @Test func `what isn't stopped can't be resumed, and the refusal names the stops in force`() {
        let stop = Stop(.account(id: Made.account(1).id), .person(by: "Luis", reason: "audit"), since: Made.day(90))
        func text(_ scope: Stop.Scope, _ standing: [Stop]) -> String {
            "\(InterventionRefusal.notStopped(scope, standing: standing))"
        }
        #expect(
            text(.everything, [])
                == "There is no stop of all deactivations. Nothing was done. No other stop is in force either: "
                + "deactivations continue as usual.")
        #expect(
            text(.everything, [stop])
                == "There is no stop of all deactivations. Nothing was done. \(stop.text) `\(stop.command)` ends that.")
        #expect(
            text(.account(id: Made.account(2).id), [])
                .hasPrefix("There is no stop of deactivations in account \(Made.account(2).id). Nothing was done."))
    }

    @Test func `with Slack down the stop is in force, and the next run reports it once`() async throws {
        let (watched, keys) = try await Self.promised()
        watched.clock.set(Made.day(90.5))
        watched.messenger.fail(.notDelivered, word: "stopped", times: 1)
        #expect(try await watched.stop().problems.count == 1)
        #expect(try await watched.run(day: 91).held(keys[0]) == "stopped")
        try await watched.run(day: 92)
        #expect(Self.channel(watched, ["stopped"]) == ["stopped@91"])
        #expect(await watched.ledger.unsentMessages() == [])
    }

    @Test(arguments: 1...8)
    func `killed at any call, it is in force and reported, or it is not`(call: Int) async throws {
        for moment in CrashPoint.Moment.allCases {
            let (watched, keys) = try await Self.promised()
            watched.clock.set(Made.day(90.5))
            let point = CrashPoint(atCall: call, moment)
            _ = try? await watched.stop(crash: point)
            let stands = try await !watched.standingStops().isEmpty
            try await watched.run(day: 91)
            #expect(watched.deactivations(of: keys[0]).isEmpty == stands, "killed \(moment) call \(call)")
            #expect(Self.channel(watched, ["stopped"]).count == (stands ? 1 : 0))
            #expect(await watched.ledger.unsentMessages() == [])
        }
    }

    @Test func `two stops at the same moment are both in force`() async throws {
        let (watched, _) = try await Self.promised()
        let one = watched.stopRequests()
        let other = watched.stopRequests()
        async let first = one.stop(reason: "one", by: "Luis")
        async let second = other.stop(reason: "two", by: "Rosa")
        _ = try await (first, second)
        #expect(try await watched.standingStops().count == 2)
        await #expect(throws: InterventionRefusal.self) { try await watched.resume(by: "Rosa") }
        try await watched.resume(by: "Kim")
        #expect(try await watched.standingStops().isEmpty)
    }

    @Test func `notices go on and say so`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(day: 1)
        try await watched.stop()
        let report = try await watched.run(day: 76)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76")
        #expect(report.did("notice").first?.stop?.scope == .everything)
    }

    @Test func `the root in the summary holds although somebody wrote to the inbox meanwhile`() async throws {
        let (watched, _) = try await Self.promised()
        watched.clock.set(Made.day(91))
        let stopping = try await watched.stopping(afterSessions: 1)
        let root = try #require(try await watched.runNow(deactivator: stopping).summary.root)
        try await watched.stop(by: "Rosa")
        let found = try await ChainVerification.of(watched.ledger, expectedRoot: root)
        #expect(found.faults == [])
    }
}
