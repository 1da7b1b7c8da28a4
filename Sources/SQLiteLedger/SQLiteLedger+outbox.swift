import FoundationEssentials
import GRDB
package import KeyPolicy
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

    /// Keeps the open messages in step with the event just written.
    static func followMessages(_ fact: NewEvent, _ database: Database) throws {
        guard case .outbox(let event) = fact.body else { return }
        switch OpenMessages.Change(event) {
        case .put(let message):
            try database.execute(
                sql: "INSERT OR REPLACE INTO outbox (id, message) VALUES (?, ?)",
                arguments: [message.id.rawValue, try LedgerJSON.text(message)])
        case .remove(let id):
            try database.execute(sql: "DELETE FROM outbox WHERE id = ?", arguments: [id.rawValue])
        }
    }
}

extension SQLiteLedger {
    package func openPromises() async throws -> [OpenPromise] {
        let place = place
        return try await read("reading its promises") { database in
            let texts = try String.fetchCursor(
                database, sql: "SELECT promise FROM promises ORDER BY account, user, key")
            var promises: [OpenPromise] = []
            while let text = try texts.next() { promises.append(try Self.promise(text, place: place)) }
            return promises
        }
    }

    /// Updates the open promises with the event just written.
    static func followPromises(_ fact: NewEvent, _ database: Database, place: String) throws {
        guard let (address, event) = fact.keyEvent else { return }
        let row: StatementArguments = [address.account.rawValue, address.user.rawValue, address.key.rawValue]
        let before = try String.fetchOne(
            database.cachedStatement(sql: "SELECT promise FROM promises WHERE account = ? AND user = ? AND key = ?"),
            arguments: row
        ).map { try promise($0, place: place) }
        let after = OpenPromise.after(event, about: address, open: before)
        guard after != before else { return }
        if let after {
            let put = try database.cachedStatement(
                sql: "INSERT INTO promises (account, user, key, promise) VALUES (?, ?, ?, ?) "
                    + "ON CONFLICT DO UPDATE SET promise = excluded.promise")
            try put.execute(arguments: row + [try LedgerJSON.text(after)])
        } else {
            let takeOut = try database.cachedStatement(
                sql: "DELETE FROM promises WHERE account = ? AND user = ? AND key = ?")
            try takeOut.execute(arguments: row)
        }
    }

    private static func promise(_ text: String, place: String) throws -> OpenPromise {
        guard let promise = try? LedgerJSON.value(OpenPromise.self, text) else {
            throw LedgerError.damaged(place: place, why: "one of its open promises can't be read")
        }
        return promise
    }
}
