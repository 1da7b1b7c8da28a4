import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// The alarm: more keys become due at once than any day that was told explains.
struct AlarmRunTests {
    /// Five keys of a small account whose notices reached the channel's thread only long after their day: all become
    /// due at once.
    private func surprised(limit: Int = 10) async throws -> (Watched, [AccessKeyID]) {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = limit
        let keys = (0..<5).map { index in
            let user = watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
            return watched.estate.addKey(user)
        }
        watched.messenger.fail(.notDelivered, word: "noticeCopies")
        try await watched.run(days: 76...94)
        watched.messenger.recover()
        try await watched.run(day: 95)
        #expect(watched.estate.deactivations.isEmpty)
        return (watched, keys)
    }

    @Test func `it stops the account, asks with the list and the reason, and ends with 4`() async throws {
        let (watched, keys) = try await surprised()
        let report = try await watched.run(day: 96)
        #expect(watched.estate.deactivations.isEmpty)
        #expect(report.exitReasons == [.alarm])
        #expect(report.exitReasons.exitStatus == 4)
        #expect(keys.allSatisfy { report.held($0) == "alarm" })
        let asked = watched.messages(to: .security).filter { $0.payload.word == "braked" }.map(\.payload.text)
        #expect(asked == ["\(Made.run(watched.runs)) " + keys.map(\.rawValue).sorted().joined(separator: " ")])
    }

    @Test func `nothing that it stops lapses`() async throws {
        let (watched, _) = try await surprised()
        for day in 96...120 { #expect(try await watched.run(day: Double(day)).exitReasons == [.alarm]) }
        watched.clock.set(Made.day(121))
        try await watched.runNow(orders: RunOrders(release: Made.run(watched.runs)))
        #expect(watched.estate.deactivations.count == 5)
    }

    @Test func `released, exactly the list goes through, at most the limit a day, past the gate again`() async throws {
        let (watched, keys) = try await surprised(limit: 2)
        try await watched.run(day: 96)
        let held = Made.run(watched.runs)
        // One of them is exempt by now: looked at once more, it stays.
        try await watched.exempt(keys[0].rawValue, untilDay: 120)
        watched.clock.set(Made.day(96.1))
        let report = try await watched.runNow(orders: RunOrders(release: held))
        #expect(watched.estate.deactivations.count == 2)
        #expect(report.held(keys[0]) == "exempt")
        #expect(report.exitReasons == [])
        #expect(keys.compactMap(report.held).count { $0 == "rate" } == 2)
        // What waits for its turn needs no second look.
        try await watched.run(day: 97.5)
        #expect(Set(watched.estate.deactivations.map(\.key)) == Set(keys.dropFirst()))
    }

    @Test func `a release is over after 24 hours`() async throws {
        let (watched, keys) = try await surprised()
        try await watched.run(day: 96)
        let held = Made.run(watched.runs)
        watched.clock.set(Made.day(96.1))
        watched.estate.fail(.openSession, with: .denied)
        try await watched.runNow(orders: RunOrders(release: held))
        watched.estate.recover()
        #expect(try await watched.run(day: 97.2).held(keys[1]) == "alarm")
        #expect(watched.estate.deactivations.isEmpty)
    }

    @Test func `only a list that the alarm stopped this week can be released`() async throws {
        let (watched, _) = try await surprised()
        try await watched.run(day: 96)
        let held = Made.run(watched.runs)
        watched.clock.set(Made.day(97))
        await #expect(throws: WatchRefusal.nothingHeld(run: Made.run(1))) {
            try await watched.runNow(orders: RunOrders(release: Made.run(1)))
        }
        watched.clock.set(Made.day(104))
        await #expect(throws: WatchRefusal.releaseTooLate(run: held, heldAt: Made.day(96))) {
            try await watched.runNow(orders: RunOrders(release: held))
        }
    }

    @Test func `an account that could not be read for days is no alarm`() async throws {
        let watched = Watched()
        for index in 0..<8 {
            let user = watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
            watched.estate.addKey(user, createdAt: Made.day(Double(index / 2)))
        }
        try await watched.run(days: 76...90)
        watched.estate.fail(.users, with: .denied)
        watched.estate.fail(.accessKeys, with: .denied)
        try await watched.run(days: 91...96)
        watched.estate.recover()
        #expect(try await watched.run(day: 97).plan.alarmed.isEmpty)
        #expect(watched.estate.deactivations.count == 8)
    }

    @Test func `deactivations that fail for days are no alarm once they work again`() async throws {
        let watched = Watched()
        for index in 0..<8 {
            let user = watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
            watched.estate.addKey(user, createdAt: Made.day(Double(index / 2)))
        }
        try await watched.run(days: 76...90)
        watched.estate.fail(.openSession, with: .denied)
        try await watched.run(days: 91...96)
        watched.estate.recover()
        #expect(try await watched.run(day: 97).plan.alarmed.isEmpty)
        #expect(watched.estate.deactivations.count == 8)
    }
}
