import FoundationEssentials
import KeyPolicy

/// What must be known before a run writes its first event: whether its ledger is the newest, and what it was ordered to do.
struct RunOpening: Sendable {
    let ledger: any Ledger
    let messenger: any Messenger
    let orders: RunOrders
    let at: Date

    struct Result: Sendable {
        /// Written with the run's first event.
        var facts: [Fact] = []
        /// Why nobody can say whether the ledger is the newest; nil when it is.
        var doubt: String?
        var remarks: [String] = []
    }

    /// Throws `WatchRefusal` when nothing may be done.
    func open() async throws -> Result {
        var result = Result()
        switch try await LedgerContinuity(ledger: ledger, messenger: messenger).verdict() {
        case .newest:
            if let accepted = orders.accept { throw WatchRefusal.notBehind(accepted) }
        case .unknown(let why):
            result.doubt = why.clause
            result.remarks.append(
                "Whether this ledger is the newest could not be looked up, so nothing is deactivated: \(why.clause).")
        case .behind(let run, let floor):
            guard orders.accept == run else { throw WatchRefusal.ledgerBehind(run: run, floor: floor) }
            result.facts.append(.run(.ledgerGapAccepted(run: run, floor: floor ?? at), at: at))
        case .follows(let run, let floor):
            result.facts.append(.run(.ledgerGapAccepted(run: run, floor: floor ?? at), at: at))
            if let floor, floor > at {
                result.remarks.append(
                    "Another ledger was here before this new one, up to run \(run): nothing is deactivated before "
                        + "\(floor.ISO8601Format()), the latest deadline it gave. If it still exists, put it back.")
            }
        }
        if let released = orders.release { result.facts.append(try await release(released)) }
        return result
    }

    private func release(_ run: RunID) async throws -> Fact {
        let held = try await LedgerMemory(ledger: ledger).held(in: run)
        guard let heldAt = held.at else { throw WatchRefusal.nothingHeld(run: run) }
        guard at.timeIntervalSince(heldAt) <= RunOrders.releasable else {
            throw WatchRefusal.releaseTooLate(run: run, heldAt: heldAt)
        }
        return .run(.brakeReleased(run: run, keys: held.keys), at: at)
    }
}
