import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Decisions that take several calls or too long, and what was announced outside the run.
extension StagedRunTests {
    @Test(arguments: [1, 2, 3, 5])
    func `a decision that takes several calls is the same, and asks about nobody twice`(endsAt check: Int) async throws
    {
        let whole = Self.watched()
        let staged = Self.watched()
        for day in [70, 76, 81, 86, 88, 91, 92] {
            for watched in [whole, staged] { Self.live(watched, before: day) }
            let before = (whole.messenger.asked, staged.messenger.asked)
            let report = try await whole.runNow()
            let same = try await staged.runInStages(decideEndsAt: check)
            #expect(same.plan.actions == report.plan.actions && same.plan.held == report.plan.held, "day \(day)")
            #expect(same.outcomes == report.outcomes, "day \(day)")
            for (person, count) in staged.messenger.asked {
                // Once for the decision; a deactivation asks again.
                let (now, then) = (count - (before.1[person] ?? 0), whole.messenger.asked[person] ?? 0)
                #expect(now == then - (before.0[person] ?? 0), "\(person) on day \(day)")
            }
        }
        #expect(staged.decideCalls > 7)
        #expect(Self.said(staged) == Self.said(whole))
        #expect(staged.estate.deactivations.map(\.key) == whole.estate.deactivations.map(\.key))
    }

    @Test func `a decision asks about people for half an hour, and the next run asks about the others`() async throws {
        let watched = Watched(secondsPerPerson: 60)
        for number in 1...40 {
            let user = watched.estate.addUser("user\(number)", in: watched.one.id, tags: Made.engineer("U0\(number)AB"))
            watched.estate.addKey(user)
        }
        let report = try await watched.run(day: 76)
        #expect(watched.messenger.asked.count == 30)
        #expect(report.summary.noticesDelivered == 30)
        #expect(report.exitReasons == [.problem])
        #expect(try await watched.run(day: 77).summary.noticesDelivered == 10)
        #expect(watched.messenger.asked.count == 40)
        #expect(watched.messenger.asked.values.allSatisfy { $0 == 1 })
    }

    @Test func `a decision that isn't made within an hour begins again, and old scans are unknown then`() async throws {
        let (watched, run) = try await Self.onDay91()
        try await watched.watch(nil).begin(run)
        try await watched.watch(nil).scan(run)
        watched.clock.endsAtCheck = 1
        #expect(try await watched.watch(nil).decide(run) == nil)
        watched.clock.endsAtCheck = nil
        watched.clock.advance(3_601)
        let plan = try #require(try await watched.watch(nil).decide(run))
        #expect(watched.clock.now.timeIntervalSince(plan.at) < 60)
        #expect(plan.accounts.allSatisfy { !$0.isComplete })
        #expect(try await watched.watch(nil).act(run))
        #expect(try await watched.watch(nil).finish(run).exitReasons.contains(.accountUnknown))
        #expect(watched.estate.deactivations.isEmpty)
        #expect(watched.messenger.messages(word: "summary", since: Made.day(91)) == 1)
    }

    @Test func `a key that is activated a second time is told a second time`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        for day in [76, 81, 86, 91] { try await watched.run(day: Double(day)) }
        var told: [Int] = []
        for round in 0...1 {
            let start = 92 + round * 20
            watched.estate.set(key, active: true)
            for day in start...start + 19 {
                watched.clock.set(Made.day(Double(day)))
                try await watched.runInStages()
            }
            told.append(watched.messenger.messages(word: "reactivated", since: Made.day(0)))
            #expect(watched.estate.deactivations.count == 2 + round)
        }
        #expect(told[0] > 0 && told[1] == 2 * told[0])
    }
}
