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

struct LedgerCrashTests {
    @Test func `a copy of the files of an open ledger is a whole ledger`() async throws {
        let folder = try TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder["relevo.db"])
        let fence = try await Written.fence(ledger)
        for number in 1...50 { try await Written.append(number...number, to: ledger, fence) }
        for end in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: folder["relevo.db\(end)"], toPath: folder["copy.db\(end)"])
        }
        let copy = try SQLiteLedger(path: folder["copy.db"])
        let verification = try await ChainVerification.of(copy)
        #expect(verification.faults == [])
        #expect(verification.events == 50)
        // The lease outlives its holder, so that no other run continues before it expires.
        #expect(try await copy.leaseHolder(now: Written.now) == fence.holder)
        try await Written.append(51...51, to: copy, fence)
    }

    @Test func `a torn end of the write-ahead log loses at most the last write`() async throws {
        let folder = try TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder["relevo.db"])
        let fence = try await Written.fence(ledger)
        for number in 1...10 { try await Written.append(number...number, to: ledger, fence) }
        try FileManager.default.copyItem(atPath: folder["relevo.db"], toPath: folder["copy.db"])
        try folder.bytes("relevo.db-wal").dropLast(1_000).write(to: URL(filePath: folder["copy.db-wal"]))

        let verification = try await ChainVerification.of(SQLiteLedger(path: folder["copy.db"]))
        #expect(verification.faults == [])
        #expect(verification.events == 9)
    }

    /// A checkpoint writes page after page. The first page, which contains the number of pages, is written first.
    @Test func `a kill during a checkpoint loses nothing, at any page`() async throws {
        let (lived, whole, folder) = (try await LivedLedger(), try TemporaryFolder(), try TemporaryFolder())
        try lived.lay(lived.log.count, in: whole)
        try SQLiteLedger(path: whole["copy.db"]).database.close()
        let moved = try whole.bytes("copy.db")
        #expect(moved.count > lived.database.count)
        for length in stride(from: 0, through: moved.count, by: 512) {
            try lived.lay(lived.log.count, in: folder)
            try (moved.prefix(length) + lived.database.dropFirst(length)).write(to: URL(filePath: folder["copy.db"]))
            let verification = try await ChainVerification.of(SQLiteLedger(path: folder["copy.db"]))
            #expect(verification.faults == [] && verification.heads == lived.moments.last, "\(length) bytes moved")
        }
    }

    @Test func `a process killed while it writes leaves a whole ledger, every returned append in it`() async throws {
        let folder = try TemporaryFolder()
        let path = folder["relevo.db"]
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let ledger = try SQLiteLedger(path: path)
            let fence = try await Written.fence(ledger)
            try await Written.append(1...(4 * LargestWrite.facts), to: ledger, fence)
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...4 {
                    group.addTask {
                        while true { try await Written.append(1...LargestWrite.facts, account: 2, to: ledger, fence) }
                    }
                }
                while (try? await ledger.heads().count) != 2 { await Task.yield() }
                kill(getpid(), SIGKILL)
            }
        }
        let ledger = try SQLiteLedger(path: path)
        let heads = try await ledger.heads()
        #expect(try await ChainVerification.of(ledger).faults == [])
        #expect(heads.first?.sequence == 4 * LargestWrite.facts)
        #expect(heads.count == 2)
        #expect(heads.allSatisfy { $0.sequence.isMultiple(of: LargestWrite.facts) })
    }

    @Test func `two processes that write at once make one chain`() async throws {
        let folder = try TemporaryFolder()
        let path = folder["relevo.db"]
        let ledger = try SQLiteLedger(path: path)
        let fence = try await Written.fence(ledger)
        let number = fence.number
        async let mine: Void = appendFifty(ledger, fence)
        await #expect(processExitsWith: .success) { [path = path as String, number = number as Int] in
            let ledger = try SQLiteLedger(path: path)
            let fence = Fence(number: number, holder: try Written.run())
            for _ in 1...50 { try await Written.append(1...2, to: ledger, fence) }
        }
        try await mine
        let verification = try await ChainVerification.of(ledger)
        #expect(verification.faults == [])
        #expect(verification.events == 200)
    }

    private func appendFifty(_ ledger: SQLiteLedger, _ fence: Fence) async throws {
        for _ in 1...50 { try await Written.append(1...2, to: ledger, fence) }
    }
}
