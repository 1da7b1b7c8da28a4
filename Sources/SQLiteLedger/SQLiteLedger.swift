import FoundationEssentials
import GRDB
import KeyWatch

/// Relevo's memory in one SQLite file: safe to kill at any moment, readable by other processes while one writes.
///
/// Every write is one transaction that is on the disk when the call returns (`synchronous=FULL`, write-ahead log), and
/// first checks the fence it carries. https://www.sqlite.org/wal.html
package struct SQLiteLedger: Ledger {
    package enum Access: Sendable {
        /// Makes the ledger if it is not there and brings an older one up to this version's schema.
        case readWrite
        /// Changes nothing; every write throws `LedgerError.readOnly`.
        case readOnly
    }

    /// The path as the person who runs Relevo gave it, for errors.
    package let place: String
    let database: DatabaseQueue

    /// Opens the ledger at `path`; a new file has mode 0600 from its first byte.
    ///
    /// Throws `LedgerError`: `cannotOpen`, `notALedger` (any other file, left untouched), `newer`, `readOnly`, `full`,
    /// `damaged`.
    package init(path: String, access: Access = .readWrite) throws {
        place = path
        do {
            if access == .readWrite { try LedgerFile.createIfMissing(path) }
            try LedgerFile.check(path, access: access)
            database = try DatabaseQueue(
                path: path, configuration: Self.configuration(readonly: access == .readOnly))
            try LedgerSchema.refuseNewer(database, place: path)
            if access == .readWrite {
                try LedgerSchema.migrate(database)
            } else {
                try LedgerSchema.refuseOlder(database, place: path)
            }
        } catch is RowDecodingError {
            throw LedgerError.unreadableRow(place: path)
        } catch let error as DatabaseError {
            let error = LedgerError(error, act: "opening it", place: path)
            guard access == .readOnly, error == .readOnly(place: path) else { throw error }
            throw LedgerError.cannotOpen(
                place: path,
                why:
                    "even reading needs a folder that can be written; copy it, with its -wal, and read the copy"
            )
        }
    }

    private init(database: DatabaseQueue, place: String) {
        self.database = database
        self.place = place
    }

    /// A ledger that is gone when the value is.
    package static func inMemory() throws -> SQLiteLedger {
        let database = try DatabaseQueue(configuration: configuration(readonly: false))
        try LedgerSchema.migrate(database)
        return SQLiteLedger(database: database, place: memory)
    }

    /// The place of a ledger that has none.
    static let memory = ":memory:"

    /// The settings of every connection to a ledger.
    static func configuration(readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.foreignKeysEnabled = true
        configuration.label = "ledger"
        // Another process may be in the middle of a write: wait for it rather than fail the run.
        configuration.busyMode = .timeout(15)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }
}
