package import FoundationEssentials
package import KeyPolicy

/// One writer at a time: a lease with a fence that outlives its holder.
package protocol LeaseBook: Sendable {
    /// Takes the lease if it is free or over at `now` (the wall clock); nil while another run holds it. Throws
    /// `LedgerError.full` when there is too little room to write down what would follow.
    func acquireLease(holder: RunID, now: Date, until: Date) async throws -> Fence?

    /// Extends it. Throws `LedgerError.fenced` when it was lost meanwhile, and `full` like ``acquireLease(holder:now:until:)``.
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
