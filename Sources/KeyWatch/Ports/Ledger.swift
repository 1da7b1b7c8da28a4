package import FoundationEssentials
package import KeyPolicy

/// All ports of the ledger: events and copies of events, inbox, promises, lease, outbox, plans and state of runs, and
/// inventory.
package protocol Ledger:
    EventLog, EventCopies, Inbox, PromiseBook, LeaseBook, Outbox, RunPlanStore, RunStateStore, ScanStore
{}

/// What a decision reads: events, open promises, and the inventory.
package typealias DecisionLedger = EventLog & PromiseBook & InventoryStore

/// One writer at a time: a lease with a fence that outlives its holder.
package protocol LeaseBook: Sendable {
    /// Takes the lease if it is free or over at `now` (the wall clock); nil while it is held, also by the same run: two
    /// calls of one run never work at once. Throws `LedgerError.full` when there is too little room to record what
    /// would follow.
    func acquireLease(holder: RunID, now: Date, until: Date) async throws -> Fence?

    /// Extends it. Throws `LedgerError.fenced` when it was lost meanwhile, and `full` like
    /// ``acquireLease(holder:now:until:)``.
    func renewLease(_ fence: Fence, until: Date) async throws

    /// Gives it back; does nothing when it is no longer the caller's.
    func releaseLease(_ fence: Fence) async throws

    /// Who holds it at `now`, if anybody.
    func leaseHolder(now: Date) async throws -> RunID?
}

/// Proof of a lease: its number grows with each new holder, and every write carries it.
package struct Fence: Hashable, Sendable {
    package let number: Int
    package let holder: RunID

    package init(number: Int, holder: RunID) {
        self.number = number
        self.holder = holder
    }
}

/// The open promises of all accounts, whether or not they were read today.
package protocol PromiseBook: Sendable {
    /// One for every key with a promise that is open, as ``OpenPromise/after(_:about:open:)`` folds the key's events;
    /// kept in the same write as those events. In no particular order.
    func openPromises() async throws -> [OpenPromise]
}

/// The plan of each run by its id, as the JSON document that `relevo plan` prints.
package protocol RunPlanStore: Sendable {
    /// Keeps it, and deletes the plans of runs that began more than 400 days before the ledger's last event. Plans
    /// take the most space, and what happened stays in the events.
    func savePlan(_ json: String, run: RunID, fence: Fence) async throws
    func plan(of run: RunID) async throws -> String?
}

extension RunPlanStore {
    /// Seconds: 400 days, a year and what is left of the month after it.
    package static var plansKeptFor: Int64 { 400 * 86_400 }
}

/// What the stages of a run found out so far, for those that are still to come: in another process, or another call.
package protocol RunStateStore: Sendable {
    /// Keeps it in place of the last one, of whichever run: only one run is open at a time.
    func saveState(_ json: String, run: RunID, fence: Fence) async throws
    /// Nil if another run's state is newer, or none was stored.
    func state(of run: RunID) async throws -> String?
    /// The run whose state is kept, at the cost of one small read; nil if none was stored.
    func newestState() async throws -> RunID?
}
