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

    static func put(_ message: OutboxMessage, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO outbox (id, message) VALUES (?, ?)",
            arguments: [message.id.rawValue, try LedgerJSON.text(message)])
    }

    static func takeOut(_ id: MessageID, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM outbox WHERE id = ?", arguments: [id.rawValue])
    }
}

extension SQLiteLedger {
    package func claim(_ claims: [NoticeClaim], run: RunID, fence: Fence) async throws -> Set<NoticeClaim> {
        let place = place
        return try await write("claiming notices", fence: fence) { database in
            var chain = ChainWriter(run: run, place: place)
            var won: Set<NoticeClaim> = []
            for claim in claims where try Self.take(claim, database) {
                let fact = NewEvent.about(
                    claim.address, .noticeClaimed(notice: claim.notice), at: claim.notice.decidedAt)
                try chain.append(fact, database)
                try Self.followPromises(fact, database, place: place)
                won.insert(claim)
            }
            return won
        }
    }

    package func unsettledClaims() async throws -> [NoticeClaim] {
        let place = place
        return try await read("reading its claims") { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT account, user, key, replaces, notice FROM claims WHERE state = ? "
                    + "ORDER BY account, user, key, round, stage",
                arguments: [ClaimState.claimed.rawValue])
            var claims: [NoticeClaim] = []
            while let row = try rows.next() { claims.append(try Self.claim(row, place: place)) }
            return claims
        }
    }

    /// Whether the notice was free and now belongs to the caller.
    private static func take(_ claim: NoticeClaim, _ database: Database) throws -> Bool {
        let (address, notice) = (claim.address, claim.notice)
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO claims (account, user, key, round, stage, message, replaces, notice, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'claimed')
                ON CONFLICT DO UPDATE SET
                    message = excluded.message, replaces = excluded.replaces, notice = excluded.notice,
                    state = 'claimed'
                WHERE claims.state <> 'delivered' AND claims.message = excluded.replaces
                """)
        try statement.execute(arguments: [
            address.account.rawValue, address.user.rawValue, address.key.rawValue, notice.round, notice.stage,
            notice.message.rawValue, claim.replaces?.rawValue, try LedgerJSON.text(notice),
        ])
        return database.changesCount == 1
    }

    /// Settles the claim of the event's key with that message, if the message is still the claim's.
    static func settle(_ message: MessageID, of fact: NewEvent, as state: ClaimState, _ database: Database) throws {
        guard case .account(let account) = fact.stream, let user = fact.user, let key = fact.key else { return }
        // A delivery that is found late replaces a failure; nothing replaces a delivery.
        let statement = try database.cachedStatement(
            sql: """
                UPDATE claims SET state = ?
                WHERE account = ? AND user = ? AND key = ? AND message = ? AND state <> 'delivered'
                """)
        try statement.execute(arguments: [
            state.rawValue, account.rawValue, user.rawValue, key.rawValue, message.rawValue,
        ])
    }

    private static func claim(_ row: Row, place: String) throws -> NoticeClaim {
        let (account, user) = (try row.decode(String.self, atIndex: 0), try row.decode(String.self, atIndex: 1))
        let key = try row.decode(String.self, atIndex: 2)
        let notice = try row.decode(String.self, atIndex: 4)
        guard let account = AccountID(rawValue: account), let user = UserID(rawValue: user),
            let key = AccessKeyID(rawValue: key), let notice = try? LedgerJSON.value(Notice.self, notice)
        else { throw LedgerError.damaged(place: place, why: "the claim for \(account)/\(user) can't be read") }
        return NoticeClaim(
            address: KeyAddress(account: account, user: user, key: key), notice: notice,
            replaces: try row.decode(String?.self, atIndex: 3).flatMap(MessageID.init(rawValue:)))
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

/// The state of a claimed notice, as the `claims` table stores it.
enum ClaimState: String {
    /// It is not known yet whether it arrived.
    case claimed
    case delivered
    case failed
}
