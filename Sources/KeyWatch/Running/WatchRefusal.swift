package import FoundationEssentials
package import KeyPolicy

/// Why a run did nothing at all.
package enum WatchRefusal: Error, Hashable, CustomStringConvertible {
    case leaseHeld(by: RunID?)
    case clockWentBack(last: Date, now: Date)
    case noSuchAccount(AccountID)

    package var description: String {
        switch self {
        case .leaseHeld(let holder):
            "Another run\(holder.map { " (\($0))" } ?? "") holds the ledger's lease; this one leaves the work to it. "
                + "If that run was killed, its lease ends within a minute: run again then."
        case .noSuchAccount(let id): "There is no account \(id) among those that the configuration names."
        case .clockWentBack(let last, let now):
            "The ledger's last event is from \(last.ISO8601Format()) and it is \(now.ISO8601Format()) now: the clock "
                + "went back, or this is the wrong ledger. Nothing was written and nothing was done. Set the clock right."
        }
    }
}
