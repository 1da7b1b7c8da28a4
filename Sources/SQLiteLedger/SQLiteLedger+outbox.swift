import FoundationEssentials
import GRDB
import KeyPolicy
package import KeyWatch

extension SQLiteLedger {
    package func unsentMessages() async throws -> [OutboxMessage] {
        let place = place
        return try await read("reading its outbox") { database in
            try String.fetchAll(database, sql: "SELECT message FROM outbox ORDER BY place").map { text in
                guard let message = try? LedgerJSON.value(OutboxMessage.self, text) else {
                    throw LedgerError.damaged(place: place, why: "a message in its outbox can't be read")
                }
                return message
            }
        }
    }

    static func put(_ message: OutboxMessage, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO outbox (id, message) VALUES (?, ?)",
            arguments: [message.id.rawValue, try LedgerJSON.text(message)])
    }

    static func takeOut(_ id: MessageID, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM outbox WHERE id = ?", arguments: [id.rawValue])
    }
}
