package import KeyPolicy

/// Errors of a ledger, as sentences for the person who runs Relevo.
package enum LedgerError: Error, Hashable, CustomStringConvertible {
    case fenced(holder: RunID?)
    case cannotOpen(place: String, why: String)
    case notALedger(place: String)
    case newer(place: String, version: String)
    case readOnly(place: String)
    case full(place: String)
    case damaged(place: String, why: String)
    case failed(act: String, why: String)

    /// Whether another run took over: nothing failed, and nothing needs to be done.
    package var isLostLease: Bool {
        if case .fenced = self { true } else { false }
    }

    package var description: String {
        switch self {
        case .fenced(let holder):
            "Another run took over the ledger's lease\(holder.map { " (\($0))" } ?? ""); this one stopped writing. "
                + "Nothing needs to be done: the other run continues from what is recorded."
        case .cannotOpen(let place, let why):
            "The ledger \(place) can't be opened: \(why). Check the path and its permissions."
        case .notALedger(let place):
            "\(place) is not a Relevo ledger. Point `ledger:` at another path; Relevo leaves this file as it is."
        case .newer(let place, let version):
            "The ledger \(place) was written by a newer Relevo (schema \(version)). Run that version, or restore a copy."
        case .readOnly(let place):
            "The ledger \(place) can't be written. Make the file and its folder writable for the user that runs Relevo."
        case .full(let place):
            "The disk that holds the ledger \(place) is full. Free some space and run again; nothing that was "
                + "recorded is lost."
        case .damaged(let place, let why):
            "The ledger \(place) is damaged: \(why). Restore it from a copy, then run `relevo history --verify`."
        case .failed(let act, let why):
            "The ledger failed while \(act): \(why). Fix that and run again; nothing that was recorded is lost."
        }
    }
}
