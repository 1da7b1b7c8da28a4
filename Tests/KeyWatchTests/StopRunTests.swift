import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Deactivations that somebody stops, and that go on when somebody else resumes.
struct StopRunTests {
    /// So many keys whose deadline is day 91; with `young` ones beside them the share of an account is the usual one.
    private func promised(_ count: Int = 1, young: Int = 0) async throws -> (Watched, [AccessKeyID]) {
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

    private func channel(_ watched: Watched, _ words: Set<String>) -> [String] {
        watched.messages(to: .security).filter { words.contains($0.payload.word) }
            .map { "\($0.payload.word)@\(Watched.day($0.at))" }
    }

    @Test(arguments: [(90.5, 90.5), (400, 91)])
    func `a stop needs no time from AWS, and a clock far ahead keeps no run from working`(day: Double, at: Double)
        async throws
    {
        let (watched, keys) = try await promised()
        watched.clock.set(Made.day(day))
        watched.clock.aheadOfAWS = nil
        #expect(try await watched.stop().stops.map(\.since) == [Made.day(at)])
        await #expect(throws: WatchRefusal.clockContradicted(ahead: nil, isMidway: false)) {
            try await watched.resume()
        }
        watched.clock.aheadOfAWS = 0
        #expect(try await watched.run(day: 91).held(keys[0]) == "stopped")
    }

    @Test func `nothing is deactivated until another person resumes`() async throws {
        let (watched, keys) = try await promised()
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
        #expect(channel(watched, ["stopped", "resumed"]) == ["stopped@90", "resumed@103"])
        #expect(
            watched.messages(to: .security).filter { ["stopped", "resumed"].contains($0.payload.word) }
                .allSatisfy { $0.thread == nil })
    }

    @Test func `after a stop that outlasts what was promised, the owner is told a new day first`() async throws {
        let (watched, keys) = try await promised()
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
        let (watched, keys) = try await promised(3)
        watched.clock.set(Made.day(91))
        let stopping = try await watched.stopping(afterSessions: 2)
        let report = try await watched.runNow(deactivator: stopping)
        #expect(watched.estate.deactivations.count == 1)
        #expect(report.summary.held["stopped"] == 2)
        #expect(report.summary.stops.count == 1)
        #expect(keys.filter { watched.deactivations(of: $0).isEmpty }.count == 2)
        try await watched.run(day: 92)
        #expect(watched.estate.deactivations.count == 1)
    }

    @Test func `a run that holds the lease doesn't keep anybody from stopping`() async throws {
        let (watched, keys) = try await promised()
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
        await #expect(throws: InterventionRefusal.unknownAccount(Made.account(3).id)) {
            try await watched.stop(account: 3)
        }
    }

    @Test func `with Slack down the stop stands, and the next run tells it once`() async throws {
        let (watched, keys) = try await promised()
        watched.clock.set(Made.day(90.5))
        watched.messenger.fail(.notDelivered, word: "stopped", times: 1)
        #expect(try await watched.stop().problems.count == 1)
        #expect(try await watched.run(day: 91).held(keys[0]) == "stopped")
        try await watched.run(day: 92)
        #expect(channel(watched, ["stopped"]) == ["stopped@91"])
        #expect(await watched.ledger.untoldWords() == [])
    }

    @Test(arguments: 1...8)
    func `killed at any call, it stands and is told, or it is not`(call: Int) async throws {
        for moment in CrashPoint.Moment.allCases {
            let (watched, keys) = try await promised()
            watched.clock.set(Made.day(90.5))
            let point = CrashPoint(atCall: call, moment)
            _ = try? await watched.stop(crash: point)
            let stands = try await !watched.standingStops().isEmpty
            try await watched.run(day: 91)
            #expect(watched.deactivations(of: keys[0]).isEmpty == stands, "killed \(moment) call \(call)")
            #expect(channel(watched, ["stopped"]).count == (stands ? 1 : 0))
            #expect(await watched.ledger.untoldWords() == [])
        }
    }

    @Test func `two who stop at the same moment both stand`() async throws {
        let (watched, _) = try await promised()
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
        let (watched, _) = try await promised()
        watched.clock.set(Made.day(91))
        let stopping = try await watched.stopping(afterSessions: 1)
        let root = try #require(try await watched.runNow(deactivator: stopping).summary.root)
        try await watched.stop(by: "Rosa")
        let found = try await ChainVerification.of(watched.ledger, expectedRoot: root)
        #expect(found.faults == [])
    }

    // MARK: - Stops that Relevo makes itself

    @Test(arguments: [(7, true), (6, false)])
    func `more owners changing at once than may stop their account`(changed: Int, stops: Bool) async throws {
        let (watched, keys) = try await promised(6, young: 24)
        let users = watched.estate.users.filter { $0.account == watched.one.id }.map(\.id).sorted()
        for user in users.prefix(changed) { watched.estate.tag(user, "full-name", "Someone Else") }
        let report = try await watched.run(day: 91)
        #expect(report.plan.newStops.count == (stops ? 1 : 0))
        #expect(watched.estate.deactivations.isEmpty == stops)
        guard stops else { return }
        #expect(report.exitReasons.contains(.stopped) && report.exitReasons.exitStatus == 4)
        #expect(channel(watched, ["stopped"]) == ["stopped@91"])
        #expect(try await watched.run(day: 92).plan.newStops.isEmpty)
        #expect(watched.estate.deactivations.isEmpty)
        try await watched.resume(account: 1, by: "Luis")
        let after = try await watched.run(day: 93)
        #expect(after.plan.newStops.isEmpty)
        #expect(keys.contains { watched.deactivations(of: $0) == [93] })
        #expect(channel(watched, ["stopped"]) == ["stopped@91"])
    }

    @Test func `a scan in between hides no mass change`() async throws {
        let (watched, _) = try await promised(6, young: 1)
        for user in watched.estate.users.map(\.id) { watched.estate.tag(user, "slack-id", "U0EVIL") }
        watched.clock.set(Made.day(90.6))
        try await watched.scan()
        let report = try await watched.run(day: 91)
        #expect(report.plan.newStops.map(\.cause) == [.massChange(changed: 7, users: 7)])
    }

    @Test func `owners whom Slack doesn't know any more at once stop their account`() async throws {
        let (watched, _) = try await promised(6, young: 1)
        for index in 0..<6 {
            watched.messenger.answer(.unreachable(.userNotFound), about: Made.person("U0USER\(index)"))
        }
        let report = try await watched.run(day: 91)
        #expect(report.plan.newStops.map(\.cause) == [.massChange(changed: 6, users: 7)])
        #expect(try await watched.run(day: 92).plan.newStops.isEmpty)
    }

    @Test func `in mode notify tags may be written everywhere`() async throws {
        let (watched, _) = try await promised(6, young: 1)
        watched.settings.mode = .notify
        for user in watched.estate.users.map(\.id) { watched.estate.tag(user, "team", "ops") }
        #expect(try await watched.run(day: 90.5).plan.newStops.isEmpty)
        watched.settings.mode = .enforce
        #expect(try await watched.run(day: 92).plan.newStops.isEmpty)
    }

    @Test func `a user who becomes a machine after a promise is held and named until somebody confirms it`()
        async throws
    {
        let watched = Watched()
        watched.settings.policy.enforcesMachines = true
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "machine")
        for day in 91...96 { #expect(try await watched.run(day: Double(day)).held(key) == "stopped") }
        try await watched.run(day: 96.2)
        #expect(
            channel(watched, ["stopped", "stopsUnconfirmed"]) == ["stopped@91"]
                + (92...96).map { "stopsUnconfirmed@\($0)" })
        await #expect(throws: InterventionRefusal.approverIsOwner("anna ek", user: "anna")) {
            try await watched.resume(user: "anna", by: "anna ek")
        }
        try await watched.resume(user: "anna", by: "Rosa")
        try await watched.run(days: 97...101)
        #expect(watched.deactivations(of: key).isEmpty)
        #expect(watched.notices(of: key, to: Watched.anna).hasSuffix("86@97"))
        try await watched.run(day: 102)
        #expect(watched.deactivations(of: key) == [102])
        #expect(channel(watched, ["stopsUnconfirmed"]).count == 5)
    }

    @Test func `neither who answers for a user today nor who did before confirms that it is a machine`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "machine")
        watched.estate.tag(user, "full-name", "Bo Li")
        #expect(try await watched.run(day: 91).held(key) == "stopped")
        for name in ["bo li", "anna ek"] {
            await #expect(throws: InterventionRefusal.approverIsOwner(name, user: "anna")) {
                try await watched.resume(user: "anna", by: name)
            }
        }
        try await watched.resume(user: "anna", by: "Rosa")
    }

    @Test func `where machines are only told, a user who becomes one is named all the same`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.tag(user, "type", "machine")
        #expect(try await watched.run(day: 91).held(key) == "stopped")
        #expect(try await watched.run(day: 92).held(key) == "stopped")
        try await watched.resume(user: "anna", by: "Rosa")
        #expect(try await watched.run(day: 93).held(key) == "machinesNotEnforced")
    }

    @Test func `set back to engineer, what was promised stands`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...89)
        watched.estate.tag(user, "type", "machine")
        try await watched.run(day: 90)
        watched.estate.tag(user, "type", "engineer")
        let report = try await watched.run(day: 91)
        #expect(report.summary.stops.isEmpty)
        #expect(watched.deactivations(of: key) == [91])
    }

    @Test func `a type that changes between the plan and the call is not acted on`() async throws {
        let watched = Watched()
        watched.settings.policy.enforcesMachines = true
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.beforeNext(.openSession) { $0.tag(user, "type", "machine") }
        try await watched.run(day: 91)
        #expect(watched.deactivations(of: key).isEmpty)
    }
}
