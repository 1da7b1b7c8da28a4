import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// The limit on deactivations in any 24 hours, over whole runs.
struct BrakeRunTests {
    /// So many engineers with a key of day 0 each, and others with young keys.
    private func watched(old: Int, young: Int = 0, limit: Int = 10, percent: Int = 100) -> (Watched, [AccessKeyID]) {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = limit
        watched.settings.policy.maxPercent = percent
        let keys = (0..<(old + young)).map { index in
            let user = watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(index < old ? 0 : 60))
        }
        return (watched, keys)
    }

    @Test func `more due than allowed, and none is done`() async throws {
        let (watched, keys) = watched(old: 4, limit: 3)
        try await watched.run(days: 76...90)
        let report = try await watched.run(day: 91)
        #expect(watched.estate.deactivations.isEmpty)
        #expect(report.exitReasons == [.brake])
        #expect(report.exitReasons.exitStatus == 4)
        #expect(keys.allSatisfy { report.held($0) == "brake" })
        watched.settings.policy.maxDeactivations = 4
        try await watched.run(day: 92)
        #expect(watched.estate.deactivations.count == 4)
    }

    @Test func `what was done in the last 24 hours counts, over runs`() async throws {
        let (watched, _) = watched(old: 3, limit: 3)
        let bo = watched.estate.addUser("bo", in: watched.one.id, tags: Made.engineer("U0BO"))
        let key = watched.estate.addKey(bo, createdAt: Made.day(0.5))
        try await watched.run(days: 76...90)
        try await watched.run(day: 91)
        #expect(watched.estate.deactivations.count == 3)
        #expect(try await watched.run(day: 91.75).held(key) == "brake")
        try await watched.run(day: 92.01)
        #expect(watched.deactivations(of: key) == [92])
    }

    @Test(arguments: zip([19, 20], [0, 5]))
    func `five due are held when they are more than a fifth of the account's active keys`(
        young: Int, done: Int
    ) async throws {
        let (watched, _) = watched(old: 5, young: young, percent: 20)
        try await watched.run(days: 76...91)
        #expect(watched.estate.deactivations.count == done)
    }

    @Test func `an account's own limit holds that account alone`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.accounts = [Made.account(1).id: .init(maxDeactivations: 1)]
        for account in [Made.account(1), Made.account(2)] {
            for index in 0..<2 {
                let tags = Made.engineer("U0USER\(account.name.suffix(1))\(index)")
                watched.estate.addKey(watched.estate.addUser("user\(index)", in: account.id, tags: tags))
            }
        }
        try await watched.run(days: 76...91)
        #expect(watched.estate.deactivations.map(\.user.account) == [Made.account(2).id, Made.account(2).id])
    }

    @Test func `released, exactly the list goes through, for a day, past the gate again`() async throws {
        let (watched, keys) = watched(old: 4, limit: 3)
        let bo = watched.estate.addUser("bo", in: watched.one.id, tags: Made.engineer("U0BO"))
        let later = watched.estate.addKey(bo, createdAt: Made.day(0.9))
        try await watched.run(days: 76...91)
        let held = Made.run(watched.runs)
        let asked = watched.messages(to: .security).filter { $0.payload.word == "braked" }.map(\.payload.text)
        #expect(asked == ["\(held) " + keys.map(\.rawValue).sorted().joined(separator: " ")])
        // One of them is exempt by now: looked at once more, it stays.
        try await watched.exempt(keys[0].rawValue, untilDay: 120)
        watched.clock.set(Made.day(91.95))
        let report = try await watched.runNow(orders: RunOrders(release: held))
        #expect(Set(watched.estate.deactivations.map(\.key)) == Set(keys.dropFirst()))
        #expect(report.held(keys[0]) == "exempt")
        // What went by leave counts for the rest.
        #expect(report.held(later) == "brake")
        try await watched.run(day: 93)
        #expect(watched.deactivations(of: later) == [93])
    }

    @Test func `a release is over after 24 hours`() async throws {
        let (watched, keys) = watched(old: 4, limit: 3)
        try await watched.run(days: 76...91)
        let held = Made.run(watched.runs)
        watched.clock.set(Made.day(91.1))
        watched.estate.fail(.openSession, with: .denied)
        try await watched.runNow(orders: RunOrders(release: held))
        watched.estate.mend()
        #expect(try await watched.run(day: 92.2).held(keys[1]) == "brake")
        #expect(watched.estate.deactivations.isEmpty)
    }

    @Test func `only a list that the brake held this week can be released`() async throws {
        let (watched, _) = watched(old: 4, limit: 3)
        try await watched.run(days: 76...91)
        let held = Made.run(watched.runs)
        watched.clock.set(Made.day(92))
        await #expect(throws: WatchRefusal.nothingHeld(run: Made.run(1))) {
            try await watched.runNow(orders: RunOrders(release: Made.run(1)))
        }
        watched.clock.set(Made.day(99))
        await #expect(throws: WatchRefusal.releaseTooLate(run: held, heldAt: Made.day(91))) {
            try await watched.runNow(orders: RunOrders(release: held))
        }
    }

    @Test func `what nobody knows the end of counts against the brake`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.maxDeactivations = 2
        watched.settings.policy.maxPercent = 100
        let keys = (0..<3).map { index in
            let account = Made.account(index == 2 ? 2 : 1).id
            let user = watched.estate.addUser("user\(index)", in: account, tags: Made.engineer("U0USER\(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(index == 2 ? 0.2 : 0))
        }
        try await watched.run(days: 77...90)
        // Two answers are lost, and then that account can't be read: nobody knows whether its keys are off.
        watched.estate.fail(.deactivate, with: .garbage)
        try await watched.run(day: 91)
        watched.estate.mend()
        watched.estate.fail(.users, in: Made.account(1).id, with: .denied)
        watched.estate.fail(.accessKeys, in: Made.account(1).id, with: .denied)
        #expect(try await watched.run(day: 91.5).held(keys[2]) == "brake")
    }

    @Test func `an old estate is done in finite time without anybody's help`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.maxDeactivations = 60
        for index in 0..<240 {
            let account = Made.account(index % 6 == 0 ? 2 : 1).id
            let user = watched.estate.addUser("user\(index)", in: account, tags: Made.engineer("U0USER\(index)"))
            watched.estate.addKey(user, createdAt: Made.day(Double(-index)))
        }
        var braked = 0
        for day in stride(from: 200, through: 235, by: 1) {
            let report = try await watched.run(day: Double(day))
            if report.plan.isBraked { braked += 1 }
        }
        #expect(braked == 0)
        #expect(watched.estate.deactivations.count == 240)
    }
}
