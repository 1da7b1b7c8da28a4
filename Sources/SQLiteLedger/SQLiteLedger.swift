import FoundationEssentials
import GRDB
import KeyWatch

/// The ledger in one SQLite file: safe to kill at any moment, readable by other processes while one writes.
///
/// Every write is one transaction that is on the disk when the call returns (`synchronous=FULL`, write-ahead log), and
/// first checks the fence it carries. https://www.sqlite.org/wal.html
package struct SQLiteLedger: Ledger {
    package enum Access: Sendable {
        /// Creates the ledger if it is missing, and migrates an older one to this version's schema.
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
                    "even reading needs a writable folder; copy it, with its -wal, and read the copy"
            )
        }
    }

    private init(database: DatabaseQueue, place: String) {
        self.database = database
        self.place = place
    }

    /// A ledger that exists as long as the value.
    package static func inMemory() throws -> SQLiteLedger {
        let database = try DatabaseQueue(configuration: configuration(readonly: false))
        try LedgerSchema.migrate(database)
        return SQLiteLedger(database: database, place: memory)
    }

    /// The place of a ledger in memory.
    static let memory = ":memory:"

    /// The settings of every connection to a ledger.
    static func configuration(readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.foreignKeysEnabled = true
        configuration.label = "ledger"
        // Another process may be writing: wait for it instead of failing the run.
        configuration.busyMode = .timeout(15)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }
}

extension SQLiteLedger {
    /// Reads in one transaction, so that it sees one state.
    func read<Value: Sendable>(
        _ act: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.read(body)
        } catch let error as DatabaseError {
            throw LedgerError(error, act: act, place: place)
        } catch is RowDecodingError {
            throw LedgerError.unreadableRow(place: place)
        }
    }

    /// Writes in one transaction, after checking that the fence is still the lease's.
    func write<Value: Sendable>(
        _ act: String, fence: Fence, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await write(act) { database in
            try LeaseRow.fetch(database).check(fence)
            return try body(database)
        }
    }

    /// Writes in one transaction without a fence: for the lease itself and the inbox.
    ///
    /// A write that began is finished even if its task is cancelled: what has happened must be recorded.
    func write<Value: Sendable>(
        _ act: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let database = database
        do {
            return try await Task { try await database.write(body) }.value
        } catch let error as DatabaseError {
            throw LedgerError(error, act: act, place: place)
        } catch is RowDecodingError {
            throw LedgerError.unreadableRow(place: place)
        }
    }
}

extension LedgerError {
    /// The schema does not allow such a value, so a page was damaged.
    static func unreadableRow(place: String) -> LedgerError {
        .damaged(place: place, why: "one of its rows has an impossible value")
    }

    /// Translates an SQLite error for the person who runs Relevo. https://www.sqlite.org/rescode.html
    init(_ error: DatabaseError, act: String, place: String) {
        let code = error.extendedResultCode.rawValue
        self =
            switch error.resultCode {
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly(place: place)
            case .SQLITE_FULL: .full(place: place)
            // Its shared memory is a file too: on a full disk it is the first that can't grow.
            case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .full(place: place)
            case .SQLITE_CORRUPT: .damaged(place: place, why: "SQLite can't read its pages")
            case .SQLITE_NOTADB: .notALedger(place: place)
            case .SQLITE_CANTOPEN:
                .cannotOpen(place: place, why: "SQLite can't open it or the -wal and -shm files beside it")
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                .failed(act: act, why: "another process has \(place) locked; try again when it is done")
            case .SQLITE_IOERR:
                .failed(act: act, why: "the disk that holds \(place) reported an error (SQLite code \(code))")
            case .SQLITE_ERROR where error.message?.hasPrefix("no such ") ?? false:
                .damaged(place: place, why: error.message ?? "")
            default: .failed(act: act, why: "SQLite reported: \(error.message ?? "nothing") (code \(code))")
            }
    }
}
