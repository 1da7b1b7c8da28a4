import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch
import Testing

@testable import SQLiteLedger

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The write-ahead log cut at every byte, as a kill in the middle of a write or a disk that lost its cache leaves it.
struct LedgerTruncationTests {
    @Test(.timeLimit(.minutes(20))) func `cut at any byte, the log contains only whole writes, more and more of them`()
        async throws
    {
        let lived = try await LivedLedger()
        let folder = try TemporaryFolder()
        try lived.lay(lived.log.count, in: folder)
        var reached = lived.moments.count - 1
        var borders: [Int] = []
        for length in (0...lived.log.count).reversed() {
            #expect(truncate(folder["copy.db-wal"], off_t(length)) == 0)
            let heads = try heads(folder["copy.db"])
            if heads != text(of: lived.moments[reached]) {
                borders.append(length + 1)
                reached = max(0, reached - 1)
                #expect(heads == text(of: lived.moments[reached]), "of \(length) bytes")
            }
        }
        #expect(reached == 0)
        // Before and after each write, and in between: opened as Relevo opens it, it is whole and can be written.
        var lengths = Set([0, 1, 31, 32, lived.log.count] + borders + borders.map { $0 - 1 })
        for step in 1...20 { lengths.insert(lived.log.count * step / 21) }
        for length in lengths.sorted() { try await isWhole(lived, length, folder) }
    }

    /// Opened as any run opens it.
    private func isWhole(_ lived: LivedLedger, _ length: Int, _ folder: TemporaryFolder) async throws {
        try lived.lay(length, in: folder)
        let ledger = try SQLiteLedger(path: folder["copy.db"])
        let verification = try await ChainVerification.of(ledger)
        #expect(verification.faults == [], "of \(length) bytes")
        #expect(lived.moments.contains(verification.heads), "of \(length) bytes")
        #expect(try await ConsistencyCheck(of: ledger).faults() == [], "of \(length) bytes")

        // The open messages by the events are those in the tables.
        var events: [LedgerEvent] = []
        for head in verification.heads { events += try await ledger.events(head.stream, after: 0, limit: 1_000) }
        let told = InMemoryLedger(events: events)
        #expect(try await ledger.unsentMessages() == told.unsentMessages(), "of \(length) bytes")

        // The lease is free or belongs to a run that wrote, and the next run continues where the chain ends.
        let next = try Written.run(9)
        let fence = try #require(
            try await ledger.acquireLease(holder: next, now: .distantFuture, until: .distantFuture),
            "of \(length) bytes")
        #expect(events.isEmpty || fence.number > 1, "of \(length) bytes")
        try await ledger.append(
            [Written.fact(1), .run(.started(version: "1"), at: Written.now)], run: next, fence: fence)
        let after = try await ChainVerification.of(ledger)
        #expect(after.faults == [] && after.events == verification.events + 2, "of \(length) bytes")
    }

    /// The quick check at every length: only SQLite itself, which leaves the files unchanged.
    private func heads(_ path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { database in
            try String.fetchAll(
                database,
                sql: "SELECT stream || ' ' || max(sequence) || ' ' || hash FROM events GROUP BY stream ORDER BY stream")
        }
    }

    private func text(of heads: [StreamHead]) -> [String] {
        heads.map { "\($0.stream.text) \($0.sequence) \($0.hash)" }
    }
}
