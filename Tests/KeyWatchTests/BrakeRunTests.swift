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
}
