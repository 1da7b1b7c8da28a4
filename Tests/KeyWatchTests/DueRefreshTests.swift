import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Whoever has something due is read again before a word is sent: together, not one by one.
struct DueRefreshTests {
    private let watched = Watched()

    /// So many engineers whose keys are known since day 0, on the day of their first notice.
    private func comeOfAge(_ count: Int) async throws {
        for number in 10..<(10 + count) {
            let user = watched.estate.addUser(
                "user\(number)", in: watched.one.id, tags: Made.engineer("U0USER\(number)"), createdAt: Made.day(-1))
            watched.estate.addKey(user, createdAt: Made.day(0))
        }
        try await watched.run(day: 0)
        watched.clock.set(Made.day(76))
    }

    private func plan(reading reader: any AccountReader) async throws -> Plan {
        let outcome = ScanOutcome(
            account: watched.one, startedAt: watched.clock.now, error: nil, remarks: [], listed: [])
        let decide = Planner(
            ledger: watched.ledger, messenger: watched.messenger, settings: watched.settings,
            clock: watched.clock.runClock)
        return try await decide.plan(
            [outcome], readers: [watched.one.id: reader], left: [], unknownDeliveries: [], now: watched.clock.now)
    }

    @Test func `those with something due are listed again eight at a time, and decided in order`() async throws {
        try await comeOfAge(24)
        let gathering = Gathering(size: 8)
        let reader = GatheringReader(
            reader: try await watched.estate.reader(for: watched.one, run: Made.run(2)), gathering: gathering)
        let plan = try await plan(reading: reader)
        let users = await watched.ledger.users(in: watched.one.id, after: nil, limit: 100).map(\.user.id)
        #expect(plan.actions.map(\.user.id) == users)
        #expect(plan.actions.count == 24)
        #expect(await gathering.peak == 8)
    }

    @Test func `one that can't be listed again is held, and the others are served`() async throws {
        try await comeOfAge(3)
        watched.estate.fail(.accessKeys, with: .throttled, times: 1)
        let plan = try await plan(
            reading: try await watched.estate.reader(for: watched.one, run: Made.run(2)))
        #expect(plan.actions.count == 2)
        #expect(plan.held.count == 1)
        #expect(plan.problems.count == 1)
    }
}

/// An account that likes to be asked by eight at once.
private struct GatheringReader: AccountReader {
    let reader: any AccountReader
    let gathering: Gathering

    func accessKeys(of userName: String) async throws -> [AccessKey] {
        await gathering.enter()
        let keys = try await reader.accessKeys(of: userName)
        await gathering.leave()
        return keys
    }

    func prepareReport() async throws -> ReportProgress { try await reader.prepareReport() }
    func report() async throws -> CredentialReport { try await reader.report() }
    func users(after marker: String?) async throws -> UsersPage { try await reader.users(after: marker) }
    func lastUse(of key: AccessKeyID) async throws -> LastUse { try await reader.lastUse(of: key) }
    var trail: any AuditTrail { reader.trail }
}
