import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch
import Testing

@testable import SQLiteLedger

struct LedgerSchemaTests {
    @Test func `every released schema has a fixture`() {
        #expect(ReleasedSchema.all.map(\.version) == LedgerSchema.versions)
    }

    @Test(arguments: ReleasedSchema.all)
    func `a ledger of an earlier schema is brought up to date with all it holds`(schema: ReleasedSchema) async throws {
        let folder = try TemporaryFolder()
        try schema.write(folder["old.db"])
        let ledger = try SQLiteLedger(path: folder["old.db"])

        #expect(try await ChainVerification.of(ledger).faults == [])
        #expect(try await ledger.heads().map(\.sequence) == [1])
        #expect(try await ledger.unsentMessages().map(\.payload) == ["hello"])
        let run = try Written.run(1)
        #expect(try await ledger.plan(of: run) == "{}")
        #expect(try await ledger.accounts().map(\.activeKeys) == [7])
        #expect(try await ledger.users(in: Written.account(1), after: nil, limit: 9).map(\.user.name) == ["ana"])
        #expect(try await ledger.acquireLease(holder: run, now: Written.now, until: .distantFuture)?.number == 42)

        let fresh = try SQLiteLedger(path: folder["new.db"])
        #expect(try await tables(ledger) == tables(fresh))
    }

    @Test func `a ledger of a newer Relevo is refused and left as it is`() throws {
        let folder = try TemporaryFolder()
        _ = try SQLiteLedger(path: folder["relevo.db"])
        try Written.tamper(folder["relevo.db"], "INSERT INTO grdb_migrations VALUES ('9'), ('10')")
        let bytes = try folder.bytes("relevo.db")
        for access in [SQLiteLedger.Access.readWrite, .readOnly] {
            #expect(throws: LedgerError.newer(place: folder["relevo.db"], version: "10")) {
                try SQLiteLedger(path: folder["relevo.db"], access: access)
            }
        }
        #expect(try folder.bytes("relevo.db") == bytes)
    }

    /// The schema as SQLite itself keeps it, white space aside.
    private func tables(_ ledger: SQLiteLedger) async throws -> [String] {
        try await ledger.database.read { database in
            try String.fetchAll(database, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        }.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }
}
