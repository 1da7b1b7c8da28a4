import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// The limit on deactivations in a day and the alarm behind it, over whole runs.
struct BrakeRunTests {
    /// So many engineers with a key of day 0 each, and others with young keys.
    private func watched(
        old: Int, young: Int = 0, limit: Int = 10, percent: Int = 100
    ) -> (Watched, [AccessKeyID]) {
        let watched = Watched()
        watched.settings.policy.maxDeactivations = limit
        watched.settings.policy.maxPercent = percent
        let keys = (0..<(old + young)).map { index in
            let user = watched.estate.addUser("user\(index)", in: watched.one.id, tags: Made.engineer("U0USER\(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(index < old ? 0 : 60))
        }
        return (watched, keys)
    }

    @Test func `of more than the limit, the rest waits for the next day, and that is ordinary`() async throws {
        let (watched, keys) = watched(old: 4, limit: 4)
        try await watched.run(days: 76...90)
        watched.settings.policy.maxDeactivations = 3
        let report = try await watched.run(day: 91)
        #expect(watched.estate.deactivations.count == 3)
        #expect(report.exitReasons == [])
        #expect(keys.compactMap(report.held) == ["rate"])
        #expect(report.summary.turns == [Made.day(92): 1])
        #expect(try PlanDocument(report).json().contains("\"expected\":\"\(Made.day(92).isoInstant)\""))
        try await watched.run(day: 92)
        #expect(watched.estate.deactivations.count == 4)
    }

    @Test func `those who wait keep their promise from run to run, however short promises are valid`() async throws {
        let (watched, keys) = watched(old: 4, limit: 4)
        watched.settings.policy.promiseValidDays = 1
        try await watched.run(days: 76...90)
        watched.settings.policy.maxDeactivations = 1
        for day in 91...94 { try await watched.run(day: Double(day) + (day % 2 == 0 ? 0.02 : 0)) }
        #expect(keys.flatMap(watched.deactivations).sorted() == [91, 92, 93, 94])
    }

    @Test func `what was done earlier in the day counts, over runs`() async throws {
        let (watched, _) = watched(old: 3, limit: 4)
        let bo = watched.estate.addUser("bo", in: watched.one.id, tags: Made.engineer("U0BO"))
        let key = watched.estate.addKey(bo, createdAt: Made.day(0.2))
        try await watched.run(days: 76...90)
        watched.settings.policy.maxDeactivations = 3
        try await watched.run(day: 91)
        #expect(watched.estate.deactivations.count == 3)
        #expect(try await watched.run(day: 91.3).held(key) == "rate")
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
    }

    @Test func `an account's own limit holds that account alone`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        for account in [Made.account(1), Made.account(2)] {
            for index in 0..<2 {
                let tags = Made.engineer("U0USER\(account.name.suffix(1))\(index)")
                watched.estate.addKey(watched.estate.addUser("user\(index)", in: account.id, tags: tags))
            }
        }
        try await watched.run(days: 76...90)
        watched.settings.accounts = [Made.account(1).id: .init(maxDeactivations: 1)]
        try await watched.run(day: 91)
        #expect(watched.estate.deactivations.map(\.user.account).count { $0 == Made.account(2).id } == 2)
        #expect(watched.estate.deactivations.count == 3)
        try await watched.run(day: 92)
        #expect(watched.estate.deactivations.count == 4)
    }

    @Test func `days on which nothing ran are made up for in turn, without anybody's help`() async throws {
        let (watched, keys) = watched(old: 0)
        _ = keys
        watched.settings.policy.maxDeactivations = 2
        let late = (0..<10).map { index in
            let user = watched.estate.addUser("late\(index)", in: watched.one.id, tags: Made.engineer("U0LATE\(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(Double(index / 2)))
        }
        try await watched.run(days: 76...90)
        for day in 96...100 {
            let report = try await watched.run(day: Double(day))
            #expect(report.exitReasons == [])
        }
        #expect(late.flatMap(watched.deactivations) == [96, 96, 97, 97, 98, 98, 99, 99, 100, 100])
    }

    @Test func `a deactivation with an unknown result counts against the day`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.maxDeactivations = 3
        let keys = (0..<3).map { index in
            let account = Made.account(index == 2 ? 2 : 1).id
            let user = watched.estate.addUser("user\(index)", in: account, tags: Made.engineer("U0USER\(index)"))
            return watched.estate.addKey(user, createdAt: Made.day(index == 2 ? 0.2 : 0))
        }
        try await watched.run(days: 77...90)
        watched.settings.policy.maxDeactivations = 2
        // Two answers are lost, and then that account can't be read: nobody knows whether its keys are off.
        watched.estate.fail(.deactivate, with: .garbage)
        try await watched.run(day: 91)
        watched.estate.recover()
        watched.estate.fail(.users, in: Made.account(1).id, with: .denied)
        watched.estate.fail(.accessKeys, in: Made.account(1).id, with: .denied)
        #expect(try await watched.run(day: 91.3).held(keys[2]) == "rate")
    }

    @Test func `an old estate is done in finite time without anybody's help`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.maxDeactivations = 60
        for index in 0..<240 {
            let account = Made.account(index % 6 == 0 ? 2 : 1).id
            let user = watched.estate.addUser("user\(index)", in: account, tags: Made.engineer("U0USER\(index)"))
            watched.estate.addKey(user, createdAt: Made.day(Double(-index)))
        }
        var alarms = 0
        for day in stride(from: 200, through: 235, by: 1) {
            alarms += try await watched.run(day: Double(day)).plan.alarmed.count
        }
        #expect(alarms == 0)
        #expect(watched.estate.deactivations.count == 240)
    }

    @Test func `a promise in an account that can't be read takes no place once it lapsed`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.estate.addKey(
            watched.estate.addUser("a", in: Made.account(2).id, tags: Made.engineer("U0A")), createdAt: Made.day(0))
        try await watched.run(days: 76...86)
        watched.estate.fail(.users, in: Made.account(2).id, with: .denied)
        watched.estate.fail(.accessKeys, in: Made.account(2).id, with: .denied)
        #expect(try await watched.run(day: 104).plan.pace?.promised == 1)
        #expect(try await watched.run(day: 105).plan.pace?.promised == 0)
    }

    @Test func `room counts promises in accounts that could not be read today`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.settings.policy.maxDeactivations = 1
        watched.estate.addKey(
            watched.estate.addUser("a", in: Made.account(1).id, tags: Made.engineer("U0A")), createdAt: Made.day(0))
        let later = watched.estate.addKey(
            watched.estate.addUser("b", in: Made.account(2).id, tags: Made.engineer("U0B")), createdAt: Made.day(0.1))
        watched.estate.fail(.users, in: Made.account(2).id, with: .denied)
        watched.estate.fail(.accessKeys, in: Made.account(2).id, with: .denied)
        try await watched.run(day: 76)
        watched.estate.recover()
        watched.estate.fail(.users, in: Made.account(1).id, with: .denied)
        watched.estate.fail(.accessKeys, in: Made.account(1).id, with: .denied)
        try await watched.run(day: 77)
        #expect(watched.deadline(ofLastNoticeAbout: later) == Made.day(92.1))
    }

    @Test func `a limit that is too low is said in the first summary, and in the plan`() async throws {
        let (watched, _) = watched(old: 100, limit: 1)
        let report = try await watched.run(day: 76)
        #expect(report.summary.pace?.needed == 2)
        #expect(report.summary.pace?.complaints.isEmpty == false)
        #expect(report.exitReasons == [])
        #expect(try PlanDocument(report).json().contains("\"needed\":2"))
    }
}
