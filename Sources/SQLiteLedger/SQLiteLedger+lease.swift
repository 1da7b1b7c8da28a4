package import FoundationEssentials
package import KeyPolicy
package import KeyWatch

extension SQLiteLedger {
    package func acquireLease(holder: RunID, now: Date, until: Date) async throws -> Fence? {
        try checkRoom()
        return try await write("taking its lease") { database in
            var lease = try LeaseRow.fetch(database)
            // The same run may come back for its lease, say after a crash; the new number fences its older self off.
            guard lease.holder == nil || lease.holder == holder || lease.until <= now else { return nil }
            lease = LeaseRow(number: lease.number + 1, holder: holder, until: until)
            try lease.save(database)
            return Fence(number: lease.number, holder: holder)
        }
    }

    package func renewLease(_ fence: Fence, until: Date) async throws {
        try checkRoom()
        try await write("renewing its lease", fence: fence) { database in
            try LeaseRow(number: fence.number, holder: fence.holder, until: until).save(database)
        }
    }

    /// Whoever is about to act renews the lease first.
    private func checkRoom() throws {
        if place != Self.memory { try DiskRoom.check(place) }
    }

    package func releaseLease(_ fence: Fence) async throws {
        try await write("giving back its lease") { database in
            var lease = try LeaseRow.fetch(database)
            guard lease.isHeld(with: fence) else { return }
            lease.holder = nil
            try lease.save(database)
        }
    }

    package func leaseHolder(now: Date) async throws -> RunID? {
        try await read("reading its lease") { database in
            let lease = try LeaseRow.fetch(database)
            return lease.until > now ? lease.holder : nil
        }
    }
}
