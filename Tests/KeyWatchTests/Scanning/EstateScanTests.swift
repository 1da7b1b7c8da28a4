import FoundationEssentials
import KeyPolicy
import KeyWatchFakes
import Logging
import Testing

@testable import KeyWatch

/// The scan of all accounts: many at once, as most of the time goes by while AWS makes their credential reports.
struct EstateScanTests {
    @Test func `sixteen accounts are read at once, and reported in order`() async throws {
        let accounts = try (0..<40).map { number in
            Account(id: try #require(AccountID(rawValue: "\(100_000_000_000 + number)")), name: "account-\(number)")
        }
        let watched = Watched(accounts: accounts)
        let gathering = Gathering(size: 16)
        let scan = try await Self.scan(
            watched, readers: GatheringReaders(readers: watched.estate, gathering: gathering),
            clock: watched.clock.runClock)
        let result = try await scan.scan(run: run, only: [])
        #expect(result.outcomes.filter(\.isComplete).map(\.account.id) == accounts.map(\.id).sorted())
        #expect(await gathering.peak == 16)
    }

    @Test func `a role that hangs when a later stage assumes it is given up, and its account is unknown`() async throws
    {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        let read = try await Self.scan(watched, readers: watched.estate, clock: watched.clock.runClock)
            .scan(run: run, only: [])
        #expect(read.complete.count == 2)
        let now = Made.day(0)
        let clock = RunClock(policy: { now }, wall: { now }, aheadOfAWS: { 0 }, sleep: { _ in }, lookUpTimeUp: {})
        let later = try await Self.scan(watched, readers: HangingReaders(), clock: clock).withReaders(read, run: run)
        #expect(later.complete == [])
        #expect(later.outcomes.map(\.failure) == [.tooSlow, .tooSlow])
    }

    private let run = Made.run(1)

    private static func scan(
        _ watched: Watched, readers: any AccountReaders, clock: RunClock
    ) async throws -> EstateScan {
        let fence = try #require(
            await watched.ledger.acquireLease(holder: Made.run(1), now: Made.day(0), until: Made.day(0)))
        return EstateScan(
            directory: watched.estate, readers: readers, inventory: watched.ledger, fence: fence, clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, progress: { _ in })
    }
}

/// Roles that like to be assumed sixteen at once.
private struct GatheringReaders: AccountReaders {
    let readers: any AccountReaders
    let gathering: Gathering

    func reader(for account: Account, run: RunID) async throws -> any AccountReader {
        await gathering.enter()
        let reader = try await readers.reader(for: account, run: run)
        await gathering.leave()
        return reader
    }
}

/// Roles that nobody ever answers for.
private struct HangingReaders: AccountReaders {
    func reader(for account: Account, run: RunID) async throws -> any AccountReader {
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }
}
