import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// Commands while a run is under way.
struct InterventionLeaseTests {
    @Test func `while a run holds the lease nothing is restored, and that is no success`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        let other = Made.run(999)
        let now = Made.day(91)
        let fence = try #require(
            await watched.ledger.acquireLease(holder: other, now: now, until: now.addingTimeInterval(1_800)))
        await #expect(throws: InterventionRefusal.leaseHeld(by: other)) { try await watched.restore(key) }
        #expect(!watched.estate.isActive(key))
        await watched.ledger.releaseLease(fence)
        try await watched.restore(key)
        #expect(watched.estate.isActive(key))
    }

    @Test func `an exemption and its end are in force at once, whoever holds the lease`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        let now = Made.day(90)
        let fence = try #require(
            await watched.ledger.acquireLease(holder: Made.run(999), now: now, until: now.addingTimeInterval(60)))
        try await watched.exempt("anna", untilDay: 120)
        await watched.ledger.releaseLease(fence)
        #expect(try await watched.run(day: 91).held(key) == "exempt")
        let next = try #require(
            await watched.ledger.acquireLease(
                holder: Made.run(998), now: Made.day(91), until: Made.day(91).addingTimeInterval(60)))
        try await watched.endExemption("anna")
        await watched.ledger.releaseLease(next)
        // What was announced before the exemption doesn't count any more.
        #expect(try await watched.run(day: 92).held(key) != "exempt")
        #expect(watched.deactivations(of: key) == [])
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
