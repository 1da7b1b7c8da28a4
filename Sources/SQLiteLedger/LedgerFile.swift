import FoundationEssentials
import GRDB
import GRDBSQLite
import KeyWatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The ledger's file: created whole or not at all, and never confused with another program's.
enum LedgerFile {
    /// In the header of every ledger, and of no other program's database ("Rlvo").
    /// https://www.sqlite.org/pragma.html#pragma_application_id
    static let applicationID: Int32 = 0x526C_766F

    /// Creates an empty ledger if there is no file at `path`.
    ///
    /// It is created under another name and linked into place, so that no process ever sees half a ledger. If two processes
    /// create one at the same moment, the second finds the first's.
    static func createIfMissing(_ path: String) throws {
        guard access(path, F_OK) != 0, errno == ENOENT else { return }
        let draft = "\(path).new-\(UUID().uuidString)"
        // The mode is set by the call that creates the file; SQLite uses the same for its -wal and -shm.
        let file = open(draft, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path, errno) }
        defer { unlink(draft) }
        // A umask can only have removed bits: restore the owner's, and only those.
        var status = stat()
        let isOurs = fstat(file, &status) == 0 && fchmod(file, status.st_mode & 0o777 | 0o600) == 0
        let code = errno
        close(file)
        guard isOurs else { throw failure(path, code) }

        try prepare(draft)
        guard link(draft, path) == 0 || errno == EEXIST else { throw failure(path, errno) }
    }

    /// Refuses a file that is not a Relevo ledger, or can't be written although it should be, without changing it.
    static func check(_ path: String, access wanted: SQLiteLedger.Access) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError.notALedger(place: path) }
        guard try readApplicationID(path) == applicationID else { throw LedgerError.notALedger(place: path) }
        // SQLite would open a file that it may not write for reading and fail only at the first write.
        if wanted == .readWrite, faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0 {
            throw LedgerError.readOnly(place: path)
        }
    }

    private static func prepare(_ draft: String) throws {
        let database = try DatabaseQueue(path: draft, configuration: SQLiteLedger.configuration(readonly: false))
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            // This stays in the header: every later connection uses the write-ahead log too.
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        }
        try LedgerSchema.migrate(database)
        try database.close()
    }

    /// The application id in the header; nil for a file that is no SQLite database.
    ///
    /// Read through SQLite's own descriptor and not by opening the file ourselves: closing one of our own would drop
    /// the locks of every connection that this process has to the same file (https://www.sqlite.org/howtocorrupt.html,
    /// 2.2). Read as bytes and not asked for as a pragma: a disk that fills up may leave a file that is not valid
    /// without its write-ahead log, but is still a ledger. `immutable` keeps SQLite from writing or making any file.
    /// https://www.sqlite.org/fileformat.html#the_database_header
    private static func readApplicationID(_ path: String) throws -> Int32? {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
        let start = path.hasPrefix("/") ? "file://" : "file:"
        let address = "\(start)\(percentEncoded(path))?immutable=1"
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_open_v2(address, &connection, flags, nil) == SQLITE_OK,
            sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
            let file, let read = file.pointee.pMethods?.pointee.xRead
        else {
            throw LedgerError.cannotOpen(place: path, why: "it can't be read")
        }
        var header = [UInt8](repeating: 0, count: 100)
        guard read(file, &header, 100, 0) == SQLITE_OK, header.starts(with: "SQLite format 3\0".utf8) else {
            return nil
        }
        return header[68..<72].reduce(0) { $0 << 8 | Int32($1) }
    }

    private static func percentEncoded(_ path: String) -> String {
        path.utf8.map { byte in
            switch byte {
            case 0x2D...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }

    private static func failure(_ path: String, _ code: Int32) -> LedgerError {
        switch code {
        case ENOENT: .cannotOpen(place: path, why: "there is no such file or folder")
        case EACCES, EPERM: .cannotOpen(place: path, why: "permission denied")
        case EROFS: .readOnly(place: path)
        case ENOSPC, EDQUOT: .full(place: path)
        default: .cannotOpen(place: path, why: String(cString: strerror(code)))
        }
    }
}

/// Checks that there is room to record what follows an action: on a full disk, a deactivation could not be recorded.
enum DiskRoom {
    /// Bytes: twice what SQLite moves from its log into the file at a time (1,000 pages), far more than one action writes.
    static let needed: UInt64 = 8 * 1_024 * 1_024

    /// Throws `LedgerError.full` when the disk that holds `path` has less room than that.
    static func check(_ path: String) throws {
        var status = statvfs()
        // If the system doesn't know, the writes themselves will fail.
        guard statvfs(path, &status) == 0 else { return }
        let (free, isMore) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        guard isMore || free >= needed else { throw LedgerError.full(place: path) }
    }
}
