import FoundationEssentials
import GRDB
import KeyPolicy
package import KeyWatch

extension SQLiteLedger {
    package func untoldWords() async throws -> [OutboxMessage] {
        let place = place
        return try await read("reading its outbox") { database in
            try String.fetchAll(database, sql: "SELECT word FROM outbox ORDER BY place").map { text in
                guard let word = try? LedgerJSON.value(OutboxMessage.self, text) else {
                    throw LedgerError.damaged(place: place, why: "a word in its outbox can't be read")
                }
                return word
            }
        }
    }

    static func put(_ word: OutboxMessage, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO outbox (message, word) VALUES (?, ?)",
            arguments: [word.message.rawValue, try LedgerJSON.text(word)])
    }

    static func takeOut(_ message: MessageID, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM outbox WHERE message = ?", arguments: [message.rawValue])
    }
}
