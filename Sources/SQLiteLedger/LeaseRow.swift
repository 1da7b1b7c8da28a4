import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch

/// The lease as the ledger holds it: one row, whose number only ever grows.
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
            // An end that can't be is over: whoever takes the lease gets a higher number all the same.
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
