import FoundationEssentials
import GRDB
package import KeyPolicy
package import KeyWatch

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

    /// Whether the claim was free and is the caller's now.
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

    /// Settles the claim of the fact's key with that message, if it is still the one that stands.
    static func settle(_ message: MessageID, of fact: NewEvent, as state: ClaimState, _ database: Database) throws {
        guard case .account(let account) = fact.stream, let user = fact.user, let key = fact.key else { return }
        // A delivery found late outweighs a failure; nothing outweighs a delivery.
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
