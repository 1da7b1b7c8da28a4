import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging
import Testing

/// One account's scan: what it costs, and when it is complete.
struct AccountScanTests {
    private let watched = Watched()

    private func scan(day: Double) async throws -> ScanOutcome {
        watched.clock.set(Made.day(day))
        let run = Made.run(Int(day * 10))
        let fence = try #require(
            await watched.ledger.acquireLease(holder: run, now: Made.day(day), until: Made.day(day + 0.01)))
        let scan = AccountScan(
            inventory: watched.ledger, fence: fence, clock: watched.clock.runClock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let reader = try await watched.estate.reader(for: watched.one, run: run)
        let outcome = try await scan.scan(watched.one, with: reader)
        await watched.ledger.releaseLease(fence)
        return outcome
    }

    private func inventory() async -> [UserInventory] {
        await watched.ledger.users(in: watched.one.id, after: nil, limit: 5_000)
    }

    /// So many users with a key of day −50 and as many without.
    private func people(_ count: Int, keyless: Int = 0) -> [UserID] {
        (0..<(count + keyless)).map { number in
            let user = watched.estate.addUser(
                "user\(number)", in: watched.one.id, tags: Made.engineer("U0USER"), createdAt: Made.day(-60))
            if number < count { watched.estate.addKey(user, createdAt: Made.day(-50)) }
            return user
        }
    }

    @Test func `a thousand users cost one listing each at first and a thirtieth a day from then on`() async throws {
        _ = people(1_000, keyless: 200)
        watched.estate.setPageSize(100, in: watched.one.id)
        #expect(try await scan(day: 0).isComplete)
        #expect(watched.estate.calls(.accessKeys) == 1_000)
        #expect(watched.estate.calls(.users) == 12)
        watched.estate.forgetCalls()
        #expect(try await scan(day: 1).isComplete)
        #expect(watched.estate.calls(.accessKeys) == 34)
        watched.estate.forgetCalls()
        #expect(try await scan(day: 1.1).isComplete)
        #expect(watched.estate.calls(.accessKeys) <= 4)
        watched.estate.forgetCalls()
        for day in 2...34 { _ = try await scan(day: Double(day)) }
        #expect((1_000...33 * 34).contains(watched.estate.calls(.accessKeys)))
        let oldest = await inventory().filter { !$0.user.keys.isEmpty }.compactMap(\.listedAt).min()
        #expect(oldest.map { $0 > Made.day(0) } ?? false)
    }

    @Test func `a renamed user keeps the names of earlier scans, each once`() async throws {
        let user = people(1)[0]
        _ = try await scan(day: 0)
        #expect(await inventory().map(\.earlierNames) == [nil])
        for (day, name) in [(1.0, "anna"), (2, "bea"), (3, "anna"), (4, "caro")] {
            watched.estate.rename(user, to: name)
            _ = try await scan(day: day)
        }
        _ = try await scan(day: 5)
        #expect(await inventory().map(\.earlierNames) == [["user0", "bea", "anna"]])
        watched.estate.rename(user, to: "user0")
        _ = try await scan(day: 6)
        #expect(await inventory().map(\.earlierNames) == [["bea", "anna", "caro"]])
    }

    @Test func `a whole run that finds nothing due costs no call more`() async throws {
        _ = people(60)
        try await watched.run(day: 0)
        watched.estate.forgetCalls()
        try await watched.run(day: 1)
        #expect(watched.estate.calls(.accessKeys) == 2)
        #expect(watched.estate.calls(.lastUse) == 0)
        #expect(watched.estate.allCalls <= 8 + 2)
    }

    @Test func `each due user adds at most two calls`() async throws {
        _ = people(60)
        try await watched.run(day: 0)
        let due = watched.estate.addUser(
            "due", in: watched.one.id, tags: Made.engineer("U0DUE"), createdAt: Made.day(-80))
        watched.estate.addKey(due, createdAt: Made.day(-76))
        try await watched.run(day: 0.5)
        watched.estate.forgetCalls()
        try await watched.run(day: 5)
        #expect(watched.estate.calls(.accessKeys) + watched.estate.calls(.lastUse) <= 10 + 2)
        #expect(
            watched.notices(of: try #require(watched.estate.user(due)).keys[0].id, to: .person(Made.person("U0DUE")))
                == "76@0 81@5")
    }

    @Test func `a changed user is listed and nobody else`() async throws {
        let users = people(3)
        _ = try await scan(day: 0)
        watched.estate.addKey(users[1], createdAt: Made.day(0.5))
        watched.estate.forgetCalls()
        let outcome = try await scan(day: 0.6)
        #expect(outcome.listed.contains(users[1]))
        #expect(watched.estate.calls(.accessKeys) <= 2)
        #expect(await inventory().first { $0.user.id == users[1] }?.user.keys.count == 2)
    }

    @Test func `a listing that fails makes the account unknown and keeps what was known`() async throws {
        let users = people(2)
        _ = try await scan(day: 0)
        watched.estate.addKey(users[0], createdAt: Made.day(0.9))
        watched.estate.fail(.accessKeys, with: .throttled)
        let outcome = try await scan(day: 1)
        #expect(outcome.error == "\(EstateFault.throttled)")
        #expect(await inventory().map(\.user.keys.count) == [1, 1])
        let account = await watched.ledger.account(watched.one.id)
        #expect(account?.isComplete == false)
        #expect(account?.completeAt == Made.day(0))
    }

    @Test func `a user is missing after one complete scan and gone after a second an hour later`() async throws {
        let users = people(2)
        _ = try await scan(day: 0)
        watched.estate.deleteUser(users[0])
        _ = try await scan(day: 1)
        #expect(await inventory().map { $0.missingSince } == [Made.day(1), nil])
        _ = try await scan(day: 1 + 0.9 / 24)
        #expect(await inventory().count == 2)
        _ = try await scan(day: 1 + 1.1 / 24)
        #expect(await inventory().map(\.user.id) == [users[1]])
    }

    @Test func `an incomplete scan between makes nobody gone`() async throws {
        let users = people(2)
        _ = try await scan(day: 0)
        watched.estate.deleteUser(users[0])
        watched.estate.fail(.users, with: .denied, times: 1)
        _ = try await scan(day: 1)
        #expect(await inventory().map { $0.missingSince } == [nil, nil])
    }

    @Test func `a key that was off only between two reports is not taken for off`() async throws {
        let users = people(60)
        let key = try #require(watched.estate.user(users[0])?.keys.first?.id)
        _ = try await scan(day: 0)
        // Off when its user's turn comes, on again before AWS makes the next report: its row never changes.
        watched.estate.set(key, active: false)
        #expect(try await scan(day: 0.05).listed == [users[0]])
        watched.estate.set(key, active: true)
        for day in [0.3, 1, 2, 3] { _ = try await scan(day: day) }
        let known = await inventory().first { $0.user.id == users[0] }
        #expect(watched.estate.isActive(key))
        #expect(known?.user.keys.map(\.status) == [.active])
    }
}
