import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging
import Synchronization
import Testing

/// Scans of one account each, as stages of a run: at the same time, without the lease, beside other scans.
struct StagedScanTests {
    /// Two accounts, each with a key that is due on day 76, which a run has seen on day 75; a run that has begun since.
    private func begun() async throws -> (watched: Watched, run: RunID) {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.anna()
        watched.estate.addKey(
            watched.estate.addUser("bo", in: Made.account(2).id, tags: Made.engineer("U0BO")), createdAt: Made.day(0))
        try await watched.run(day: 75)
        watched.clock.set(Made.day(76))
        let run = watched.nextRun()
        try await watched.watch(nil).begin(run)
        return (watched, run)
    }

    /// A watch during whose scans something happens.
    private func watch(
        _ watched: Watched, times: Int = 1, meanwhile act: @escaping @Sendable () async throws -> Void
    ) -> Watch {
        Watch(
            ledger: watched.ledger, directory: watched.estate,
            readers: MeanwhileReaders(watched.estate, times: times, act), deactivator: watched.estate,
            messenger: watched.messenger, composer: watched.composer, settings: watched.settings,
            clock: watched.clock.runClock, logger: Self.logger)
    }

    /// `relevo scan`, which takes a minute and remembers what it saw.
    private func preview(
        _ watched: Watched, readers: (any AccountReaders)? = nil
    ) -> @Sendable () async throws -> Void {
        let clock = watched.clock
        let preview = Preview(
            ledger: watched.ledger, directory: watched.estate, readers: readers ?? watched.estate,
            settings: watched.settings,
            clock: clock.runClock, logger: Self.logger)
        return {
            clock.advance(60)
            let look = try await preview.scan(Made.run(900), only: [], remembers: true)
            #expect(look.remarks == [] && look.problems == [])
        }
    }

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let neverEnded = "its scan did not end in time"

    // MARK: Several at the same time

    @Test func `the accounts of a run are scanned at the same time, and the decision finds both`() async throws {
        let (watched, run) = try await begun()
        let gathering = Gathering(size: 2)
        let one = watch(watched, times: .max) { await gathering.enter() }
        let two = watch(watched, times: .max) { await gathering.enter() }
        async let first = one.scan(Made.account(1), in: run)
        async let second = two.scan(Made.account(2), in: run)
        let outcomes = try await [first, second]
        #expect(await gathering.peak == 2)
        #expect(outcomes.allSatisfy { $0.isComplete })
        #expect(try await watched.watch(nil).decide(run)?.accounts == outcomes)
        #expect(try await watched.watch(nil).act(run))
        let report = try await watched.watch(nil).finish(run)
        #expect(report.exitReasons == [])
        #expect(report.summary.noticesDelivered == 2)
        #expect(report.summary.activeKeys == 2)
    }

    @Test func `a scan needs no lease, whoever holds it`() async throws {
        let (watched, run) = try await begun()
        let fence = try #require(
            await watched.ledger.acquireLease(
                holder: Made.run(999), now: watched.clock.now, until: watched.clock.now.addingTimeInterval(60)))
        #expect(try await watched.watch(nil).scan(watched.one, in: run).isComplete)
        #expect(await watched.ledger.leaseHolder(now: watched.clock.now) == Made.run(999))
        await watched.ledger.releaseLease(fence)
    }

    @Test(arguments: [false, true])
    func `a scan whose answer was lost has the same outcome when it is called again, without a call`(
        isUnknown: Bool
    ) async throws {
        let (watched, run) = try await begun()
        if isUnknown { watched.estate.fail(.users, with: .throttled, times: 1) }
        let outcome = try await watched.watch(nil).scan(watched.one, in: run)
        #expect(outcome.isComplete == !isUnknown)
        watched.clock.advance(60)
        watched.estate.forgetCalls()
        #expect(try await watched.watch(nil).scan(watched.one, in: run) == outcome)
        #expect(watched.estate.allCalls == 0)
    }

    // MARK: Beside other scans

    @Test func `a scan is not stored over one that began later, but made again`() async throws {
        let (watched, run) = try await begun()
        watched.estate.forgetCalls()
        let outcome = try await watch(watched, meanwhile: preview(watched)).scan(watched.one, in: run)
        #expect(outcome.isComplete)
        // The second one began after the minute that the preview took.
        #expect(outcome.startedAt == Made.day(76).addingTimeInterval(60))
        let stored = try #require(await watched.ledger.account(watched.one.id))
        #expect(stored.scannedAt == outcome.startedAt)
        #expect(stored.staged == StagedScan(run: run, outcome: outcome))
        // Twice by the stage, and by the preview once in each account.
        #expect(watched.estate.calls(.users) == 4)
    }

    @Test func `a scan that is always too old is an error, and stores nothing`() async throws {
        let (watched, run) = try await begun()
        await #expect(
            throws: LedgerError.failed(
                act: "storing what a scan of 111111111111 saw", why: "other scans of that account kept beginning")
        ) {
            _ = try await watch(watched, times: .max, meanwhile: preview(watched)).scan(watched.one, in: run)
        }
        #expect(await watched.ledger.account(watched.one.id)?.staged == nil)
        #expect(await watched.ledger.account(watched.one.id)?.scannedAt == Made.day(76).addingTimeInterval(180))
        // The next call of the stage finds the account quiet.
        #expect(try await watched.watch(nil).scan(watched.one, in: run).isComplete)
    }

    @Test(arguments: [false, true])
    func `a preview between a scan and the decision changes no outcome`(isUnknown: Bool) async throws {
        let (watched, run) = try await begun()
        let first = try await watched.watch(nil).scan(Made.account(1), in: run)
        let second = try await watched.watch(nil).scan(Made.account(2), in: run)
        if isUnknown { watched.estate.fail(.users, in: watched.one.id, with: .denied, times: 1) }
        try await preview(watched)()
        let stored = try #require(await watched.ledger.account(watched.one.id))
        #expect(stored.isComplete == !isUnknown)
        #expect(stored.scannedAt == Made.day(76).addingTimeInterval(60))
        let plan = try #require(try await watched.watch(nil).decide(run))
        #expect(plan.accounts == [first, second])
        #expect(plan.notices.count == 2)
    }

    @Test func `a preview that began before a scan leaves that account out when it is stored after it`() async throws {
        let (watched, run) = try await begun()
        let (stage, clock, ledger) = (watched.watch(nil), watched.clock, watched.ledger)
        let scanned = Mutex<ScanOutcome?>(nil)
        let readers = MeanwhileReaders(watched.estate, times: 1) {
            clock.advance(60)
            let outcome = try await stage.scan(Made.account(1), in: run)
            scanned.withLock { $0 = outcome }
        }
        try await preview(watched, readers: readers)()
        let found = scanned.withLock { $0 }
        let outcome = try #require(found)
        let stored = try #require(await ledger.account(Made.account(1).id))
        #expect(stored.staged == StagedScan(run: run, outcome: outcome))
        #expect(stored.scannedAt == outcome.startedAt)
    }

    @Test func `what a preview saw since then is decided about`() async throws {
        let (watched, run) = try await begun()
        try await watched.watch(nil).scan(run)
        let keys = watched.estate.users.flatMap(\.keys)
        #expect(keys.count == 2)
        for key in keys { watched.estate.set(key.id, active: false) }
        try await preview(watched)()
        let plan = try #require(try await watched.watch(nil).decide(run))
        #expect(plan.accounts.allSatisfy { $0.isComplete })
        #expect(plan.actions == [])
    }

    // MARK: What is missing or old

    @Test func `an account whose scan never ended is unknown, and nothing is done there`() async throws {
        let (watched, run) = try await begun()
        let scanned = try await watched.watch(nil).scan(Made.account(1), in: run)
        let plan = try #require(try await watched.watch(nil).decide(run))
        #expect(plan.accounts.first == scanned)
        #expect(plan.accounts.map(\.error) == [nil, Self.neverEnded])
        #expect(plan.accounts.last?.failure == .tooSlow)
        #expect(plan.notices.map(\.account) == [Made.account(1)])
        #expect(try await watched.watch(nil).act(run))
        let report = try await watched.watch(nil).finish(run)
        #expect(report.exitReasons == [.accountUnknown])
        #expect(report.summary.unknown.map(\.why) == [.tooSlow])
        #expect(watched.messages(to: .person(Made.person("U0BO"))).isEmpty)
        // The key's first notice comes a day later.
        try await watched.run(day: 77)
        #expect(!watched.messages(to: .person(Made.person("U0BO"))).isEmpty)
    }

    @Test func `the scan of another run is no scan of this one`() async throws {
        let (watched, earlier) = try await begun()
        try await watched.watch(nil).scan(earlier)
        let run = watched.nextRun()
        watched.clock.advance(60)
        try await watched.watch(nil).begin(run)
        _ = try await watched.watch(nil).scan(Made.account(2), in: run)
        #expect(try await watched.watch(nil).decide(run)?.accounts.map(\.error) == [Self.neverEnded, nil])
    }

    @Test(arguments: [(3_599.0, true), (3_600.0, false)])
    func `the outcome of a scan counts for an hour`(seconds: Double, counts: Bool) async throws {
        let (watched, run) = try await begun()
        try await watched.watch(nil).scan(run)
        watched.clock.advance(seconds)
        let plan = try #require(try await watched.watch(nil).decide(run))
        #expect(plan.accounts.map(\.isComplete) == [counts, counts])
        let error = counts ? nil : Self.neverEnded
        #expect(plan.accounts.map(\.error) == [error, error])
    }

    @Test func `an account whose scan is too old is scanned again when it is asked for`() async throws {
        let (watched, run) = try await begun()
        try await watched.watch(nil).scan(run)
        watched.clock.advance(3_600)
        try await watched.watch(nil).scan(run)
        let plan = try #require(try await watched.watch(nil).decide(run))
        #expect(plan.accounts.map(\.startedAt) == Array(repeating: Made.day(76).addingTimeInterval(3_600), count: 2))
        #expect(plan.accounts.allSatisfy { $0.isComplete })
    }

    // MARK: A newer run

    @Test func `a scan that a newer run overtook in the middle stores nothing`() async throws {
        let (watched, run) = try await begun()
        watched.estate.addKey(watched.estate.addUser("eva", in: watched.one.id, tags: Made.engineer("U0EVA")))
        let before = await watched.ledger.account(watched.one.id)
        let users = await watched.ledger.users(in: watched.one.id, after: nil, limit: 9)
        let (newer, other, clock) = (watched.nextRun(), watched.watch(nil), watched.clock)
        let scanning = watch(watched) {
            clock.advance(60)
            try await other.begin(newer)
        }
        await #expect(throws: WatchRefusal.overtaken(run, by: newer)) {
            _ = try await scanning.scan(watched.one, in: run)
        }
        #expect(await watched.ledger.account(watched.one.id) == before)
        #expect(await watched.ledger.users(in: watched.one.id, after: nil, limit: 9) == users)
        watched.estate.forgetCalls()
        await #expect(throws: WatchRefusal.overtaken(run, by: newer)) {
            _ = try await watched.watch(nil).scan(watched.one, in: run)
        }
        #expect(watched.estate.allCalls == 0)
    }
}

/// Readers for which something happens before they list the users of an account, so many times.
private final class MeanwhileReaders: AccountReaders {
    private let readers: any AccountReaders
    private let act: @Sendable () async throws -> Void
    private let left: Mutex<Int>

    init(_ readers: any AccountReaders, times: Int, _ act: @escaping @Sendable () async throws -> Void) {
        self.readers = readers
        self.act = act
        left = Mutex(times)
    }

    func reader(for account: Account, run: RunID) async throws -> any AccountReader {
        Reader(reader: try await readers.reader(for: account, run: run), readers: self)
    }

    private func happen() async throws {
        let isOver = left.withLock { left in
            defer { left = max(0, left - 1) }
            return left == 0
        }
        if !isOver { try await act() }
    }

    private struct Reader: AccountReader {
        let reader: any AccountReader
        let readers: MeanwhileReaders

        var trail: any AuditTrail { reader.trail }

        func prepareReport() async throws -> ReportProgress { try await reader.prepareReport() }

        func report() async throws -> CredentialReport { try await reader.report() }

        func users(after marker: String?) async throws -> UsersPage {
            try await readers.happen()
            return try await reader.users(after: marker)
        }

        func accessKeys(of userName: String) async throws -> [AccessKey] { try await reader.accessKeys(of: userName) }

        func lastUse(of key: AccessKeyID) async throws -> LastUse { try await reader.lastUse(of: key) }
    }
}
