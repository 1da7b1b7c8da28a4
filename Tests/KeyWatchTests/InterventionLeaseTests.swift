import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// A command that interferes with a key while a run is under way: nobody else does its work instead.
struct InterventionLeaseTests {
    @Test func `while a run holds the lease nothing is exempted, and that is no success`() async throws {
        let watched = Watched()
        watched.anna()
        try await watched.run(day: 10)
        let other = Made.run(999)
        let now = Made.day(10)
        let fence = try #require(
            await watched.ledger.acquireLease(holder: other, now: now, until: now.addingTimeInterval(1_800)))
        await #expect(throws: InterventionRefusal.leaseHeld(by: other)) {
            try await watched.exempt("anna", untilDay: 100)
        }
        await watched.ledger.releaseLease(fence)
        try await watched.exempt("anna", untilDay: 100)
    }

    @Test func `the sentences say what became of it`() {
        #expect(
            "\(InterventionRefusal.leaseHeld(by: nil))"
                == "A run holds the ledger's lease. Nothing was done. Try again when it has ended; if it was killed, its "
                + "lease ends within a minute.")
        #expect(
            "\(InterventionRefusal.leaseLost(by: nil))"
                == "A run took over the ledger's lease in the middle of this. What was recorded by then counts, and the "
                + "next run finishes it; `relevo history` shows how far it got.")
    }
}
