import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Nothing is written on a clock that AWS contradicts: what is written lasts, so a wrong day would block every later
/// run.
struct ClockRunTests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Seconds that this machine is ahead; nil: AWS says no time.
        let ahead: Double?
        let says: String
    }

    static let wrong = [
        Wrong(
            testDescription: "forty days ahead", ahead: 40 * Days.seconds,
            says: "This machine's clock is 40 days ahead of AWS's; at most five minutes are allowed."),
        Wrong(
            testDescription: "four days behind", ahead: -4 * Days.seconds,
            says: "This machine's clock is 4 days behind AWS's; at most five minutes are allowed."),
        Wrong(testDescription: "three hours", ahead: 10_800, says: "This machine's clock is 3 hours ahead of AWS's;"),
        Wrong(
            testDescription: "a second too much", ahead: 301, says: "This machine's clock is 5 minutes ahead of AWS's;"),
        Wrong(
            testDescription: "AWS says no time", ahead: nil,
            says: "AWS did not say what time it is, so this machine's clock can't be checked."),
    ]

    /// Anna's key on a day on which everything has something to do: a run, and every command.
    private func estate(on day: Double) async throws -> (watched: Watched, user: UserID, key: AccessKeyID) {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.clock.set(Made.day(day))
        return (watched, user, key)
    }

    private func turn(_ clock: FixedClock, _ ahead: Double?) {
        clock.skew = ahead ?? 0
        clock.aheadOfAWS = ahead
    }

    @Test(arguments: wrong)
    func `no command writes, tells or does anything on a contradicted clock, and the next one works`(
        _ row: Wrong
    ) async throws {
        let (watched, _, key) = try await estate(on: 92)
        let heads = await watched.ledger.heads()
        let sends = watched.messenger.sends
        turn(watched.clock, row.ahead)
        let commands: [(String, () async throws -> Void)] = [
            ("run", { try await watched.runNow() }), ("exempt", { try await watched.exempt("anna", untilDay: 200) }),
            ("exempt --end", { try await watched.endExemption("anna") }),
            ("restore", { try await watched.restore(key) }),
            ("stop", { try await watched.stop() }), ("resume", { try await watched.resume() }),
        ]
        for (name, command) in commands {
            do {
                try await command()
                Issue.record("\(name) went on")
            } catch let refusal as WatchRefusal {
                #expect("\(refusal)".hasPrefix(row.says), "\(name)")
                #expect("\(refusal)".contains("Nothing was written and nothing was done."), "\(name)")
            }
        }
        #expect(await watched.ledger.heads() == heads)
        #expect(await watched.ledger.leaseHolder(now: Made.day(92)) == nil)
        #expect(watched.messenger.sends == sends)
        #expect(!watched.estate.isActive(key))

        turn(watched.clock, 0)
        watched.clock.set(Made.day(92))
        try await watched.restore(key)
        try await watched.run(day: 92.5)
        #expect(watched.estate.isActive(key))
    }

    @Test func `a clock that --on moved is nobody's to contradict`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        watched.clock.isMoved = true
        watched.clock.aheadOfAWS = 400
        let report = try await watched.run(day: 76)
        #expect(watched.notices(of: key, to: Watched.anna) == "")
        #expect(report.plan.held.map(\.reason.code) == [.clocksDisagree])
    }

    @Test func `a clock that turns out wrong in the middle stops the run there, and the next one goes on`() async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.clock.set(Made.day(91))
        watched.estate.beforeNext(.openSession) { $0.clock.aheadOfAWS = 5_000 }
        do {
            try await watched.runNow()
            Issue.record("the run went on")
        } catch let refusal as WatchRefusal {
            #expect(
                "\(refusal)".contains("The work stopped in the middle; the next run continues from what is recorded."))
        }
        #expect(watched.estate.isActive(key))
        watched.clock.aheadOfAWS = 0
        watched.clock.advance(3_600)
        try await watched.runNow()
        try await watched.run(days: 92...97)
        #expect(watched.deactivations(of: key).count == 1)
        #expect(try await ChainVerification.of(watched.ledger).faults == [])
    }

    @Test func `what to do about a ledger from the future is said, and needs no copy of it`() {
        let text = "\(WatchRefusal.clockWentBack(last: Made.day(9), now: Made.day(2)))"
        #expect(text.contains("move the file away and run again: a new ledger reads the announced deadlines"))
    }
}
