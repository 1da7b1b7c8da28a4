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

struct LedgerFileTests {
    @Test(arguments: [0o000, 0o077, 0o277])
    func `only the owner can read a ledger's files, whatever the umask`(mask: Int) async throws {
        // In a separate process: the umask belongs to the whole process.
        await #expect(processExitsWith: .success) { [mask = mask as Int] in
            umask(mode_t(mask))
            let folder = try TemporaryFolder()
            let ledger = try SQLiteLedger(path: folder["relevo.db"])
            let fence = try await Written.fence(ledger)
            try await Written.append(1...2, to: ledger, fence)
            #expect(try folder.names == ["relevo.db", "relevo.db-shm", "relevo.db-wal"])
            for name in try folder.names { #expect(try folder.mode(name) == 0o600, "\(name)") }
        }
    }

    @Test func `what is not a ledger is refused and left as it is`() throws {
        let folder = try TemporaryFolder()
        try folder.write("dear diary", to: "diary.txt")
        try folder.write("", to: "empty.db")
        try folder.write(String(repeating: "SQLite format 3\0", count: 300), to: "nearly.db")
        for (name, mode) in [("rollback.db", "DELETE"), ("ahead.db", "WAL")] {
            let foreign = try DatabaseQueue(path: folder[name])
            try foreign.writeWithoutTransaction { database in
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = \(mode)")
                try database.execute(sql: "CREATE TABLE events (a)")
            }
            try foreign.close()
        }
        let names = try folder.names
        for name in names {
            let bytes = try folder.bytes(name)
            for access in [SQLiteLedger.Access.readWrite, .readOnly] {
                #expect(throws: LedgerError.notALedger(place: folder[name])) {
                    try SQLiteLedger(path: folder[name], access: access)
                }
            }
            #expect(try folder.bytes(name) == bytes)
        }
        #expect(try folder.names == names)
    }

    /// A disk that fills up while the write-ahead log is written back leaves such a file; the rest is in the log.
    @Test func `a truncated ledger is a ledger, and damaged`() async throws {
        let folder = try TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder["relevo.db"])
        try await Written.append(1...50, to: ledger, try await Written.fence(ledger))
        let bytes = try folder.bytes("relevo.db")
        for length in [bytes.count / 2, 4_096, 200] {
            try Data(bytes.prefix(length)).write(to: URL(filePath: folder["cut.db"]))
            let error = #expect(throws: LedgerError.self, "\(length)") { try SQLiteLedger(path: folder["cut.db"]) }
            guard case .damaged = error else {
                Issue.record("\(length) bytes of a ledger: \(error.map(String.init(describing:)) ?? "opened")")
                continue
            }
        }
    }

    @Test func `places where no ledger can be are named with the reason`() throws {
        let folder = try TemporaryFolder()
        symlink(folder["nowhere.db"], folder["link.db"])
        let missing = LedgerError.cannotOpen(
            place: folder["no/relevo.db"], why: "there is no such file or folder")
        #expect(throws: missing) { try SQLiteLedger(path: folder["no/relevo.db"]) }
        #expect(throws: LedgerError.notALedger(place: folder.path)) { try SQLiteLedger(path: folder.path) }
        #expect(
            throws: LedgerError.cannotOpen(place: folder["link.db"], why: "there is no such file or folder")
        ) { try SQLiteLedger(path: folder["link.db"]) }
        #expect(
            throws: LedgerError.cannotOpen(place: folder["relevo.db"], why: "there is no such file or folder")
        ) { try SQLiteLedger(path: folder["relevo.db"], access: .readOnly) }
        #expect(try folder.names == ["link.db"])
    }

    @Test func `names with special characters of URIs are plain names`() async throws {
        let folder = try TemporaryFolder()
        for name in ["100% sure?.db", "a#b&mode=memory.db", "año nuevo.db"] {
            let ledger = try SQLiteLedger(path: folder[name])
            let fence = try await Written.fence(ledger)
            try await Written.append(1...2, to: ledger, fence)
            #expect(try await SQLiteLedger(path: folder[name]).heads().map(\.sequence) == [2])
        }
    }

    @Test func `many processes that create the same ledger at once all get the same one`() async throws {
        let folder = try TemporaryFolder()
        let fences = try await withThrowingTaskGroup(of: Fence?.self) { group in
            for number in 1...9 {
                group.addTask {
                    let ledger = try SQLiteLedger(path: folder["relevo.db"])
                    return try await ledger.acquireLease(
                        holder: Written.run(number), now: Written.now, until: .distantFuture)
                }
            }
            return try await group.compactMap { $0 }.reduce(into: []) { $0.append($1) }
        }
        #expect(fences.map(\.number) == [1])
        #expect(try folder.names.filter { $0.contains("new") } == [])
    }

    @Test func `a ledger opened for reading answers and changes nothing`() async throws {
        let folder = try TemporaryFolder()
        let writer = try SQLiteLedger(path: folder["relevo.db"])
        let fence = try await Written.fence(writer)
        try await Written.append(1...3, to: writer, fence)

        let reader = try SQLiteLedger(path: folder["relevo.db"], access: .readOnly)
        #expect(try await ChainVerification.of(reader).events == 3)
        await #expect(throws: LedgerError.readOnly(place: folder["relevo.db"])) {
            try await Written.append(4...4, to: reader, fence)
        }
        await #expect(throws: LedgerError.readOnly(place: folder["relevo.db"])) {
            try await reader.acquireLease(holder: Written.run(2), now: .distantFuture, until: .distantFuture)
        }
        try await Written.append(4...4, to: writer, fence)
        #expect(try await reader.heads().map(\.sequence) == [4])
    }

    @Test func `a file that can't be written is reported`() async throws {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            _ = try SQLiteLedger(path: folder["relevo.db"])
            chmod(folder["relevo.db"], 0o444)
            chmod(folder.path, 0o555)
            // Root may do everything: become nobody.
            if geteuid() == 0 { try #require(seteuid(65_534) == 0) }
            #expect(throws: LedgerError.readOnly(place: folder["relevo.db"])) {
                try SQLiteLedger(path: folder["relevo.db"])
            }
            #expect(throws: LedgerError.cannotOpen(place: folder["new.db"], why: "permission denied")) {
                try SQLiteLedger(path: folder["new.db"])
            }
            let error = #expect(throws: LedgerError.self) {
                try SQLiteLedger(path: folder["relevo.db"], access: .readOnly)
            }
            #expect("\(error.map(String.init(describing:)) ?? "")".contains("copy it"))
            seteuid(getuid())
            chmod(folder.path, 0o700)
        }
    }
}
