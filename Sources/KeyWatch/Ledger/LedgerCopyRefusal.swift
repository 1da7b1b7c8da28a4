package import KeyPolicy

/// Why a ledger was not copied, or why the copy must not be used. FROM and TO are the arguments of
/// `relevo ledger copy`.
package enum LedgerCopyRefusal: Error, Hashable, CustomStringConvertible {
    package enum Side: String, Hashable, Sendable {
        case from = "FROM"
        case to = "TO"
    }

    case sameLedger
    case nothingToCopy
    case leaseHeld(Side, by: RunID?)
    case leaseLost(by: RunID?)
    /// A sentence per fault.
    case damaged([String])
    case unreadable(stream: StreamID, sequence: Int, kind: String)
    /// The stream of TO that isn't the beginning of FROM's.
    case notEmpty(StreamID)
    case keepsChanging
    /// A sentence per difference.
    case differs([String])

    package var description: String {
        switch self {
        case .sameLedger: "FROM and TO are the same ledger. Nothing was copied. Name another place for TO."
        case .nothingToCopy:
            "FROM has no events, so there is nothing to copy. Check that it is the right ledger; a new one needs no copy."
        case .leaseHeld(let side, let holder):
            "A run\(Self.named(holder)) holds the lease of \(side.rawValue). Nothing was copied. Stop what starts Relevo, and try "
                + "again when that run has ended; if it was killed, its lease ends within a minute."
        case .leaseLost(let holder):
            "A run\(Self.named(holder)) took over the lease of one of the ledgers during the copy. \(Self.isIncomplete) Stop what "
                + "starts Relevo, then copy again."
        case .damaged(let faults):
            "FROM is not intact: \(faults.joined(separator: " ")) Nothing was copied. Find out who changed it, and copy an "
                + "intact ledger."
        case .unreadable(let stream, let sequence, let kind):
            "Event \(sequence) of \(stream.text) (\(kind)) in FROM was written by a newer Relevo, and this version can't read "
                + "it. Nothing was copied. Copy with that version."
        case .notEmpty(let stream):
            "TO has events of \(stream.text) that FROM doesn't have, so it is neither empty nor an unfinished copy of FROM. "
                + "Nothing was copied. Name another place for TO."
        case .keepsChanging:
            "FROM got new requests again and again during the copy. \(Self.isIncomplete) Don't use `relevo stop`, `resume` and "
                + "`exempt` meanwhile, and copy again."
        case .differs(let differences):
            "The copy differs from FROM: \(differences.joined(separator: " ")) Don't use TO. Keep FROM, and copy into another "
                + "place."
        }
    }

    private static let isIncomplete = "The copy is incomplete: don't use TO."

    private static func named(_ run: RunID?) -> String { run.map { " (\($0))" } ?? "" }
}
