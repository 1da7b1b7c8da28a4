package import FoundationEssentials
import GRDB
package import KeyPolicy
package import KeyWatch

extension SQLiteLedger {
    package func acquireLease(holder: RunID, now: Date, until: Date) async throws -> Fence? {
        try checkRoom()
        return try await write("taking its lease") { database in
            var lease = try LeaseRow.fetch(database)
            guard lease.holder == nil || lease.until <= now else { return nil }
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

    /// A run renews the lease before it acts.
    private func checkRoom() throws {
        if place != Self.memory { try DiskRoom.check(place) }
    }

    package func releaseLease(_ fence: Fence) async throws {
        try await write("releasing its lease") { database in
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

extension SQLiteLedger {
    package func savePlan(_ json: String, run: RunID, fence: Fence) async throws {
        try await write("storing the run's plan", fence: fence) { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO run_plans (run, document) VALUES (?, ?)",
                arguments: [run.rawValue, json])
            try database.execute(
                sql: """
                    DELETE FROM run_plans WHERE run IN (
                        SELECT run FROM events WHERE stream = ? AND kind = ?
                        AND at_ms < (SELECT max(at_ms) FROM events) - ?)
                    """,
                arguments: [StreamID.runs.text, EventKind.runStarted.name, Self.plansKeptFor * 1_000])
        }
    }

    package func plan(of run: RunID) async throws -> String? {
        try await read("reading a run's plan") { database in
            try String.fetchOne(
                database, sql: "SELECT document FROM run_plans WHERE run = ?", arguments: [run.rawValue])
        }
    }

    package func saveState(_ json: String, run: RunID, fence: Fence) async throws {
        try await write("storing the run's state", fence: fence) { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO run_state (id, run, document) VALUES (1, ?, ?)",
                arguments: [run.rawValue, json])
        }
    }

    package func state(of run: RunID) async throws -> String? {
        try await read("reading a run's state") { database in
            try String.fetchOne(
                database, sql: "SELECT document FROM run_state WHERE run = ?", arguments: [run.rawValue])
        }
    }

    package func newestState() async throws -> RunID? {
        try await read("reading a run's state") { database in
            try String.fetchOne(database, sql: "SELECT run FROM run_state").flatMap(RunID.init(rawValue:))
        }
    }
}

/// The lease as the ledger stores it: one row, whose number only grows.
struct LeaseRow {
    var number: Int
    var holder: RunID?
    var until: Date

    static func fetch(_ database: Database) throws -> LeaseRow {
        let statement = try database.cachedStatement(sql: "SELECT number, holder, until_ms FROM lease WHERE id = 1")
        guard let row = try Row.fetchOne(statement) else {
            return LeaseRow(number: 0, holder: nil, until: .distantPast)
        }
        return LeaseRow(
            number: try row.decode(Int.self, atIndex: 0),
            holder: try row.decode(String?.self, atIndex: 1).flatMap(RunID.init(rawValue:)),
            // An impossible end counts as over: the next holder gets a higher number anyway.
            until: Date(milliseconds: try row.decode(Int64.self, atIndex: 2)) ?? .distantPast)
    }

    func save(_ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO lease (id, number, holder, until_ms) VALUES (1, ?, ?, ?)",
            arguments: [number, holder?.rawValue, until.milliseconds])
    }

    func isHeld(with fence: Fence) -> Bool { number == fence.number && holder == fence.holder }

    func check(_ fence: Fence) throws {
        guard isHeld(with: fence) else { throw LedgerError.fenced(holder: holder) }
    }
}
