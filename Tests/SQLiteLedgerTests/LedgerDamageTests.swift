import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch
import Testing

@testable import SQLiteLedger

/// Files of another ledger, or with a missing part: whole, or reported as damaged, and never silently empty.
struct LedgerDamageTests {
    @Test(arguments: ["none", "empty", "garbage", "another's"])
    func `the -shm file is created again, whatever is there`(what: String) async throws {
        let lived = try await LivedLedger()
        let folder = try TemporaryFolder()
        try lived.lay(lived.log.count, in: folder)
        switch what {
        case "empty": try folder.write("", to: "copy.db-shm")
        case "garbage": try folder.write(String(repeating: "\u{7}garbage", count: 4_096), to: "copy.db-shm")
        case "another's":
            let other = try SQLiteLedger(path: folder["other.db"])
            try await Written.append(1...9, to: other, Written.fence(other))
            try folder.bytes("other.db-shm").write(to: URL(filePath: folder["copy.db-shm"]))
        default: break
        }
        let verification = try await ChainVerification.of(SQLiteLedger(path: folder["copy.db"]))
        #expect(verification.faults == [] && verification.heads == lived.moments.last)
    }

    @Test func `the log of another ledger beside it is never silently used as its own`() async throws {
        let (mine, other) = (try await LivedLedger(), try TemporaryFolder())
        let theirs = try SQLiteLedger(path: other["relevo.db"])
        let fence = try await Written.fence(theirs)
        for number in 1...20 { try await Written.append(number...number, account: 3, to: theirs, fence) }
        for source in [try other.bytes("relevo.db-wal"), Data(mine.log.reversed()), Data(count: mine.log.count)] {
            let folder = try TemporaryFolder()
            try mine.lay(mine.log.count, in: folder)
            // All of it is in the file now, and the log is not needed.
            try SQLiteLedger(path: folder["copy.db"]).database.close()
            try source.write(to: URL(filePath: folder["copy.db-wal"]))
            let found = await Self.state(folder["copy.db"])
            #expect(found.isDamaged || found.heads == mine.moments.last, "\(found)")
        }
    }

    /// At each page's border and in its middle.
    @Test func `a truncated file is reported as damaged, or lost nothing`() async throws {
        let lived = try await LivedLedger()
        let whole = try TemporaryFolder()
        try lived.lay(lived.log.count, in: whole)
        try SQLiteLedger(path: whole["copy.db"]).database.close()
        let bytes = try whole.bytes("copy.db")
        let folder = try TemporaryFolder()
        var damaged = 0
        for length in stride(from: 0, through: bytes.count, by: 256) {
            for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder["copy.db\(end)"]) }
            try bytes.prefix(length).write(to: URL(filePath: folder["copy.db"]))
            let found = await Self.state(folder["copy.db"])
            #expect(found.isDamaged || found.heads == lived.moments.last, "\(length) of \(bytes.count) bytes: \(found)")
            if found.isDamaged { damaged += 1 }
        }
        #expect(damaged >= bytes.count / 256 - 1)
    }

    /// In a separate process: no page may crash the program that reads it.
    @Test(.timeLimit(.minutes(20))) func `bytes changed anywhere in the file are reported, or change nothing`()
        async throws
    {
        await #expect(processExitsWith: .success) {
            let lived = try await LivedLedger(pageSize: 1_024)
            let whole = try TemporaryFolder()
            try lived.lay(lived.log.count, in: whole)
            try SQLiteLedger(path: whole["copy.db"]).database.close()
            let bytes = try whole.bytes("copy.db")
            let folder = try TemporaryFolder()
            var state: UInt64 = 20_261_127
            func next(_ bound: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 33) % bound
            }
            var damaged = 0
            for round in 0..<600 {
                var changed = bytes
                // Alone, or a run of them: a bit flips, a sector is lost.
                let at = next(bytes.count)
                for place in at..<min(bytes.count, at + [1, 1, 4, 64][next(4)]) { changed[place] = UInt8(next(256)) }
                for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder["copy.db\(end)"]) }
                try changed.write(to: URL(filePath: folder["copy.db"]))
                let found = await Self.state(folder["copy.db"])
                #expect(found.isDamaged || found.heads == lived.moments.last, "round \(round), byte \(at): \(found)")
                if found.isDamaged { damaged += 1 }
            }
            #expect(damaged > 100)
        }
    }

    /// A damaged page, or a table created by hand, contains what the schema forbids.
    @Test(arguments: [
        "'runs', 'one', 1, 'run-00000001', NULL, NULL, 'gone', '{}', 'x', 'y'",
        "'runs', 1, NULL, 'run-00000001', NULL, NULL, 'gone', '{}', 'x', 'y'",
        "'runs', 1, 1, NULL, NULL, NULL, 'gone', '{}', 'x', 'y'",
        "'runs', 1, 1, 'run-00000001', NULL, NULL, NULL, '{}', 'x', 'y'",
        "'runs', 1, 1, 'run-00000001', NULL, NULL, 'gone', NULL, 'x', 'y'",
        "'runs', 1, 1, 'run-00000001', NULL, NULL, 'gone', '{}', NULL, 'y'",
        "'runs', 1, 1, 'run-00000001', NULL, NULL, 'gone', '{}', 'x', NULL",
        "'runs', 1, 9223372036854775807, 'run-00000001', NULL, NULL, 'gone', '{}', 'x', 'y'",
    ])
    func `a value that the schema forbids is damage, and ends only the run`(values: String) async throws {
        await #expect(processExitsWith: .success) { [values = values as String] in
            let folder = try TemporaryFolder()
            _ = try SQLiteLedger(path: folder["relevo.db"])
            try Written.tamper(
                folder["relevo.db"],
                """
                DROP TABLE events;
                CREATE TABLE events (stream, sequence, at_ms, run, user, key, kind, body, previous_hash, hash);
                INSERT INTO events VALUES (\(values))
                """)
            let found = await Self.state(folder["relevo.db"])
            #expect(found.isDamaged, "\(values): \(found)")
        }
    }

    /// What `relevo history --verify` would say, and a run before its first write.
    private struct Found: CustomStringConvertible {
        var heads: [StreamHead] = []
        var says: [String] = []
        var isDamaged: Bool { !says.isEmpty }
        var description: String { "\(heads.map(\.sequence)) \(says)" }
    }

    private static func state(_ path: String) async -> Found {
        do {
            let ledger = try SQLiteLedger(path: path)
            let verification = try await ChainVerification.of(ledger)
            _ = try await (ledger.accounts(), ledger.lastEventAt(), ledger.leaseHolder(now: Written.now))
            return Found(
                heads: verification.heads, says: try await verification.faults + ConsistencyCheck(of: ledger).faults())
        } catch {
            // Always one of our errors.
            #expect(error is LedgerError, "\(error)")
            return Found(says: ["\(error)"])
        }
    }
}
