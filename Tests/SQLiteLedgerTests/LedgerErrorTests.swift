import GRDB
import KeyWatch
import Testing

@testable import SQLiteLedger

struct LedgerErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let code: ResultCode
        let error: LedgerError

        var testDescription: String { "\(code.rawValue)" }
    }

    static let place = "/data/relevo.db"

    @Test func `a missing table is damage`() {
        let error = DatabaseError(resultCode: .SQLITE_ERROR, message: "no such table: events")
        #expect(
            LedgerError(error, act: "reading its events", place: Self.place)
                == .damaged(place: Self.place, why: "no such table: events"))
    }

    @Test(arguments: [
        Case(code: .SQLITE_READONLY, error: .readOnly(place: place)),
        Case(code: .SQLITE_READONLY_DBMOVED, error: .readOnly(place: place)),
        Case(code: .SQLITE_FULL, error: .full(place: place)),
        Case(code: .SQLITE_IOERR_SHMSIZE, error: .full(place: place)),
        Case(code: .SQLITE_NOTADB, error: .notALedger(place: place)),
        Case(code: .SQLITE_CORRUPT, error: .damaged(place: place, why: "SQLite can't read its pages")),
        Case(
            code: .SQLITE_CANTOPEN_ISDIR,
            error: .cannotOpen(place: place, why: "SQLite can't open it or the -wal and -shm files beside it")),
        Case(
            code: .SQLITE_BUSY_SNAPSHOT,
            error: .failed(
                act: "claiming notices",
                why: "another process has /data/relevo.db locked; try again when it is done")),
        Case(
            code: .SQLITE_IOERR_FSYNC,
            error: .failed(
                act: "claiming notices", why: "the disk that holds /data/relevo.db reported an error (SQLite code 1034)"
            )),
        Case(
            code: .SQLITE_CONSTRAINT_TRIGGER,
            error: .failed(act: "claiming notices", why: "SQLite reported: events are never changed (code 1811)")),
    ])
    func `what SQLite says becomes a sentence`(row: Case) {
        let error = DatabaseError(resultCode: row.code, message: "events are never changed", sql: "SELECT 'secret'")
        #expect(LedgerError(error, act: "claiming notices", place: Self.place) == row.error)
    }
}
