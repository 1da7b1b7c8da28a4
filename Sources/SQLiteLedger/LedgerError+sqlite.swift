import GRDB
import KeyWatch

extension LedgerError {
    /// The schema allows no such value, so a page was damaged.
    static func unreadableRow(place: String) -> LedgerError {
        .damaged(place: place, why: "one of its rows holds what can't be there")
    }

    /// Says what an SQLite error means for the person who runs Relevo. https://www.sqlite.org/rescode.html
    init(_ error: DatabaseError, act: String, place: String) {
        let code = error.extendedResultCode.rawValue
        self =
            switch error.resultCode {
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly(place: place)
            case .SQLITE_FULL: .full(place: place)
            // Its shared memory is a file too: on a full disk that is the first one that can't grow.
            case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .full(place: place)
            case .SQLITE_CORRUPT: .damaged(place: place, why: "SQLite can't make sense of its pages")
            case .SQLITE_NOTADB: .notALedger(place: place)
            case .SQLITE_CANTOPEN:
                .cannotOpen(place: place, why: "SQLite can't open it or the -wal and -shm files beside it")
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                .failed(act: act, why: "another process kept \(place) locked; try again when it is done")
            case .SQLITE_IOERR:
                .failed(act: act, why: "the disk that holds \(place) reported an error (SQLite code \(code))")
            case .SQLITE_ERROR where error.message?.hasPrefix("no such ") ?? false:
                .damaged(place: place, why: "it has \(error.message ?? "") any more")
            default: .failed(act: act, why: "SQLite said: \(error.message ?? "nothing") (code \(code))")
            }
    }
}
