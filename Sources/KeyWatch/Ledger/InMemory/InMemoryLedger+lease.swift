package import FoundationEssentials
package import KeyPolicy

extension InMemoryLedger {
    package func acquireLease(holder: RunID, now: Date, until: Date) -> Fence? {
        // The same run may come back for its lease; the new number fences its older self off.
        guard lease.holder == nil || lease.holder == holder || lease.until <= now else { return nil }
        lease = Lease(number: lease.number + 1, holder: holder, until: until)
        return Fence(number: lease.number, holder: holder)
    }

    package func renewLease(_ fence: Fence, until: Date) throws {
        try check(fence)
        lease.until = until
    }

    package func releaseLease(_ fence: Fence) {
        if lease.number == fence.number, lease.holder == fence.holder { lease.holder = nil }
    }

    package func leaseHolder(now: Date) -> RunID? { lease.until > now ? lease.holder : nil }
}
