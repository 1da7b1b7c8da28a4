import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// People who leave while they have active keys, of whatever age.
struct LeaverRunTests {
    /// So many engineers with a young key each, known to Slack on day 10.
    private func watched(_ people: Int, accounts: [Account] = [Made.account(1)]) async throws -> Watched {
        let watched = Watched(accounts: accounts)
        for index in 0..<people {
            let account = accounts[index % accounts.count].id
            let user = watched.estate.addUser(
                "user\(index)", in: account, tags: Made.engineer("U0USER\(index)", "User \(index)"))
            watched.estate.addKey(user, createdAt: Made.day(0))
        }
        try await watched.run(day: 10)
        return watched
    }

    private func leave(_ people: Range<Int>, _ watched: Watched) {
        for index in people {
            watched.messenger.answer(.unreachable(.personLeft), about: Made.person("U0USER\(index)"))
        }
    }

    private func alarms(_ watched: Watched) -> [RecordedMessage] {
        watched.messenger.messages.filter { $0.payload.word == "ownerLeft" }
    }

    @Test func `somebody who leaves with a young key is an alarm at the top level the same day, once`() async throws {
        let watched = try await watched(4)
        leave(0..<1, watched)
        try await watched.run(days: 11...15)
        #expect(alarms(watched).map(\.recipient) == [.security])
        #expect(alarms(watched).map(\.at.day) == [Made.day(11).day])
        #expect(alarms(watched).first?.thread == nil)
        #expect(alarms(watched).first?.payload.lines.count == 1)
    }

    @Test func `somebody else who leaves later is another alarm`() async throws {
        let watched = try await watched(4)
        leave(0..<1, watched)
        try await watched.run(day: 11)
        let user = try #require(watched.estate.users.first { $0.name == "user0" })
        watched.estate.tag(user.id, "slack-id", "U0USER1")
        watched.estate.tag(user.id, "full-name", "User 1")
        try await watched.run(day: 12)
        leave(1..<2, watched)
        try await watched.run(days: 13...15)
        #expect(alarms(watched).map(\.at.day) == [11, 13].map { Made.day($0).day })
    }

    @Test func `three may leave at once`() async throws {
        let watched = try await watched(8)
        leave(0..<3, watched)
        let report = try await watched.run(day: 11)
        #expect(report.plan.newStops.isEmpty)
        #expect(alarms(watched).flatMap(\.payload.lines).count == 3)
    }

    @Test func `more are unclear: their accounts are stopped, and nothing is said of them until an approver resumes`()
        async throws
    {
        let watched = try await watched(8, accounts: [Made.account(1), Made.account(2), Made.account(3)])
        leave(0..<1, watched)
        leave(1..<2, watched)
        leave(3..<5, watched)
        let report = try await watched.run(day: 11)
        let people = [0, 1, 3, 4].map { Recipient.person(Made.person("U0USER\($0)")) }
        #expect(report.plan.newStops.map(\.cause) == [.manyLeft(people: people), .manyLeft(people: people)])
        #expect(report.plan.newStops.map(\.scope) == [1, 2].map { .account(id: Made.account($0).id) })
        try await watched.run(days: 12...95)
        #expect(alarms(watched).isEmpty)
        #expect(!watched.estate.deactivations.isEmpty)
        #expect(watched.estate.deactivations.allSatisfy { $0.user.account == Made.account(3).id })
        try await watched.resume(account: 1)
        try await watched.resume(account: 2)
        try await watched.run(day: 96)
        #expect(Set(alarms(watched).flatMap(\.payload.lines).map(\.key)).count == 4)
    }

    @Test func `somebody who leaves later is an alarm although the stop lasts`() async throws {
        let watched = try await watched(8)
        leave(0..<4, watched)
        try await watched.run(day: 11)
        leave(4..<5, watched)
        try await watched.run(day: 12)
        #expect(alarms(watched).flatMap(\.payload.lines).count == 1)
    }

    @Test func `many more who leave while the stop lasts must be confirmed too`() async throws {
        let watched = try await watched(9)
        leave(0..<4, watched)
        try await watched.run(day: 11)
        leave(4..<8, watched)
        let report = try await watched.run(day: 12)
        let people = (4..<8).map { Recipient.person(Made.person("U0USER\($0)")) }
        #expect(report.plan.newStops.map(\.cause) == [.manyLeft(people: people)])
        try await watched.run(days: 13...14)
        #expect(alarms(watched).isEmpty)
        try await watched.resume(account: 1)
        try await watched.run(day: 15)
        #expect(Set(alarms(watched).flatMap(\.payload.lines).map(\.key)).count == 8)
    }

    @Test func `tags that name people who left long ago are no leavers`() async throws {
        let watched = try await watched(6)
        for index in 0..<5 {
            let user = try #require(watched.estate.users.first { $0.name == "user\(index)" })
            watched.estate.tag(user.id, "slack-id", "U0OLD\(index)")
            watched.messenger.answer(.unreachable(.personLeft), about: Made.person("U0OLD\(index)"))
        }
        let report = try await watched.run(day: 11)
        #expect(!report.plan.newStops.contains { if case .manyLeft = $0.cause { true } else { false } })
    }

    @Test func `an id under two names, or a type that nobody knows, hides nobody who left`() async throws {
        let watched = try await watched(2)
        watched.estate.addUser("twin", in: watched.one.id, tags: Made.engineer("U0USER0", "Somebody Else"))
        let user = try #require(watched.estate.users.first { $0.name == "user1" })
        watched.estate.tag(user.id, "type", "enginer")
        leave(0..<2, watched)
        try await watched.run(day: 11)
        #expect(Set(alarms(watched).flatMap(\.payload.lines).map(\.key)).count == 2)
    }

    @Test func `an accident that is corrected leaves no trace but the stop`() async throws {
        let watched = try await watched(6)
        leave(0..<6, watched)
        try await watched.run(day: 11)
        for index in 0..<6 { watched.messenger.answer(nil, about: Made.person("U0USER\(index)")) }
        try await watched.run(day: 12)
        try await watched.resume(account: 1)
        // A day has room for four of the account's keys.
        try await watched.run(days: 13...92)
        #expect(watched.estate.deactivations.count == 6)
        try await watched.run(days: 93...96)
        #expect(watched.estate.deactivations.count == 6)
        #expect(alarms(watched).isEmpty)
    }

    @Test func `protected users, and accounts in mode report, raise no alarm`() async throws {
        let watched = try await watched(2)
        watched.settings.policy.protected = [ARNPattern("arn:*:user/user0")]
        watched.settings.accounts[watched.one.id] = .init(mode: .notify)
        leave(0..<1, watched)
        try await watched.run(day: 11)
        watched.settings.policy.protected = []
        watched.settings.accounts[watched.one.id] = .init(mode: .report)
        try await watched.run(day: 12)
        #expect(alarms(watched).isEmpty)
        watched.settings.accounts = [:]
        try await watched.run(day: 13)
        #expect(alarms(watched).count == 1)
    }

    @Test func `somebody of whom Slack says nothing has not left; whoever else left is an alarm that day`()
        async throws
    {
        let watched = try await watched(2)
        watched.messenger.answer(.unknown("503"), about: Made.person("U0USER0"))
        leave(1..<2, watched)
        let report = try await watched.run(day: 11)
        #expect(report.plan.held.isEmpty)
        let told = alarms(watched).flatMap(\.payload.lines).map(\.key)
        #expect(told.count == 1)
        watched.messenger.answer(nil, about: Made.person("U0USER0"))
        try await watched.run(day: 12)
        #expect(alarms(watched).flatMap(\.payload.lines).map(\.key) == told)
    }
}

extension Date {
    fileprivate var day: Int { Int(timeIntervalSince1970 / 86_400) }
}
