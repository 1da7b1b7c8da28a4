package import FoundationEssentials
import GRDB
package import KeyPolicy
package import KeyWatch

extension SQLiteLedger {
    package func append(_ facts: [NewEvent], run: RunID, fence: Fence) async throws {
        guard !facts.isEmpty else { return }
        try facts.check(areForInbox: false)
        let place = place
        try await write("recording what happened", fence: fence) { database in
            var chain = ChainWriter(run: run, place: place)
            for fact in facts {
                try chain.append(fact, database)
                try Self.followMessages(fact, database)
                try Self.followPromises(fact, database, place: place)
            }
        }
    }

    package func append(copied events: [LedgerEvent], fence: Fence) async throws {
        let place = place
        try await write("copying events", fence: fence) { database in
            let facts = try events.facts { try ChainWriter.head(of: $0, database) }
            for (event, fact) in zip(events, facts) {
                try EventRow.insert(event, database)
                try Self.followMessages(fact, database)
                try Self.followPromises(fact, database, place: place)
            }
        }
    }

    package func post(_ facts: [NewEvent], after sequence: Int, run: RunID) async throws -> Bool {
        try facts.check(areForInbox: true)
        let place = place
        return try await write("recording what was requested") { database in
            guard try ChainWriter.head(of: .inbox, database)?.sequence ?? 0 == sequence else { return false }
            var chain = ChainWriter(run: run, place: place)
            for fact in facts {
                try chain.append(fact, database)
                try Self.followMessages(fact, database)
            }
            return true
        }
    }

    package func events(_ stream: StreamID, after: Int, limit: Int) async throws -> [LedgerEvent] {
        try await fetch("stream = ? AND sequence > ? ORDER BY sequence LIMIT ?", [stream.text, after, max(0, limit)])
    }

    package func heads() async throws -> [StreamHead] {
        let place = place
        return try await read("reading its events") { try ChainWriter.heads($0, place: place) }
    }

    package func lastEventAt() async throws -> Date? {
        let place = place
        return try await read("reading its events") { database in
            guard let last = try Int64.fetchOne(database, sql: "SELECT max(at_ms) FROM events") else { return nil }
            guard let at = Date(milliseconds: last) else {
                throw LedgerError.damaged(place: place, why: "its last event has an impossible instant")
            }
            return at
        }
    }

    package func keyEvents(of user: UserID, in account: AccountID) async throws -> [LedgerEvent] {
        try await fetch(
            "stream = ? AND user = ? AND key IS NOT NULL ORDER BY sequence",
            [StreamID.account(account).text, user.rawValue])
    }

    package func usersWithEvents(in account: AccountID) async throws -> Set<UserID> {
        try await read("reading its events") { database in
            let texts = try String.fetchCursor(
                database,
                sql: "SELECT DISTINCT user FROM events WHERE stream = ? AND user IS NOT NULL AND key IS NOT NULL",
                arguments: [StreamID.account(account).text])
            var users: Set<UserID> = []
            while let text = try texts.next() {
                if let user = UserID(rawValue: text) { users.insert(user) }
            }
            return users
        }
    }

    package func events(ofKind kind: EventKind, in stream: StreamID, since: Date) async throws -> [LedgerEvent] {
        try await fetch(
            "stream = ? AND kind = ? AND at_ms >= ? ORDER BY sequence", [stream.text, kind.name, since.milliseconds])
    }

    private func fetch(_ condition: String, _ arguments: StatementArguments) async throws -> [LedgerEvent] {
        let place = place
        return try await read("reading its events") {
            try EventRow.fetch($0, condition, arguments, place: place)
        }
    }
}
