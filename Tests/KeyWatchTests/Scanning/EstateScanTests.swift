import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Logging
import Testing

/// The scan of all accounts: many at once, as most of the time goes by while AWS makes their credential reports.
struct EstateScanTests {
    @Test func `sixteen accounts are read at once, and reported in order`() async throws {
        let accounts = try (0..<40).map { number in
            Account(id: try #require(AccountID(rawValue: "\(100_000_000_000 + number)")), name: "account-\(number)")
        }
        let watched = Watched(accounts: accounts)
        let gathering = Gathering(size: 16)
        let run = Made.run(1)
        let fence = try #require(
            await watched.ledger.acquireLease(holder: run, now: Made.day(0), until: Made.day(0.01)))
        let result = try await EstateScan(
            directory: watched.estate, readers: GatheringReaders(readers: watched.estate, gathering: gathering),
            inventory: watched.ledger, fence: fence, clock: watched.clock.runClock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, progress: { _ in }
        ).scan(run: run, only: [])
        #expect(result.outcomes.filter(\.isComplete).map(\.account.id) == accounts.map(\.id).sorted())
        #expect(await gathering.peak == 16)
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
