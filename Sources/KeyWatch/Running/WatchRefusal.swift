package import FoundationEssentials
package import KeyPolicy

/// Why a run did nothing at all.
package enum WatchRefusal: Error, Hashable, CustomStringConvertible {
    case leaseHeld(by: RunID?)
    case clockWentBack(last: Date, now: Date)
    case noSuchAccount(AccountID)
    case ledgerBehind(run: RunID, floor: Date?)
    case notBehind(RunID)
    case nothingHeld(run: RunID)
    case releaseTooLate(run: RunID, heldAt: Date)

    package var description: String {
        switch self {
        case .leaseHeld(let holder):
            "Another run\(holder.map { " (\($0))" } ?? "") holds the ledger's lease; this one leaves the work to it. "
                + "If that run was killed, its lease ends within a minute: run again then."
        case .noSuchAccount(let id): "There is no account \(id) among those that the configuration names."
        case .ledgerBehind(let run, let floor):
            "The security channel shows run \(run), which this ledger doesn't know: it is an older copy of the ledger. "
                + "Nothing was done. Put the newest one in its place; if that is lost, `relevo run --accept-ledger \(run)` "
                + "tells everybody anew"
                + (floor.map { " and deactivates nothing before \($0.ISO8601Format())." } ?? ".")
        case .notBehind(let run):
            "The ledger is not behind run \(run): there is nothing to accept. Nothing was done; leave `--accept-ledger` out."
        case .nothingHeld(let run):
            "The brake held nothing in run \(run), so there is nothing to release. Nothing was done. The message in the "
                + "security channel names the run whose list it shows."
        case .releaseTooLate(let run, let heldAt):
            "What the brake held in run \(run) was decided on \(heldAt.ISO8601Format()), over a week ago. Nothing was "
                + "done. Run `relevo run`, look at the list it gives, and release that one."
        case .clockWentBack(let last, let now):
            "The ledger's last event is from \(last.ISO8601Format()) and it is \(now.ISO8601Format()) now: the clock "
                + "went back, or this is the wrong ledger. Nothing was written and nothing was done. Set the clock right."
        }
    }
}
