import GRDB
package import KeyPolicy
package import KeyWatch

extension SQLiteLedger {
    package func savePlan(_ json: String, run: RunID, fence: Fence) async throws {
        try await write("keeping the run's plan", fence: fence) { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO run_plans (run, document) VALUES (?, ?)",
                arguments: [run.rawValue, json])
            try database.execute(
                sql: """
                    DELETE FROM run_plans WHERE run IN (
                        SELECT run FROM events WHERE stream = ? AND kind = ?
                        AND at_ms < (SELECT max(at_ms) FROM events) - ?)
                    """,
                arguments: [StreamID.runs.text, RunEvent.startedKind, Self.plansKeptFor * 1_000])
        }
    }

    package func plan(of run: RunID) async throws -> String? {
        try await read("reading a run's plan") { database in
            try String.fetchOne(
                database, sql: "SELECT document FROM run_plans WHERE run = ?", arguments: [run.rawValue])
        }
    }
}
