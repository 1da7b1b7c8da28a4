import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch

/// Appends events to their chains within one transaction; reads each stream's head once.
struct ChainWriter {
    let run: RunID
    let place: String
    private var heads: [StreamID: StreamHead] = [:]

    init(run: RunID, place: String) {
        self.run = run
        self.place = place
    }

    mutating func append(_ fact: NewEvent, _ database: Database) throws {
        let head = try heads[fact.stream] ?? Self.head(of: fact.stream, database)
        let event = try LedgerEvent(fact, run: run, after: head)
        try EventRow.insert(event, database)
        heads[fact.stream] = event.head
    }

    static func head(of stream: StreamID, _ database: Database) throws -> StreamHead? {
        let statement = try database.cachedStatement(
            sql: "SELECT sequence, hash FROM events WHERE stream = ? ORDER BY sequence DESC LIMIT 1")
        guard let row = try Row.fetchOne(statement, arguments: [stream.text]) else { return nil }
        return StreamHead(
            stream: stream, sequence: try row.decode(Int.self, atIndex: 0),
            hash: try row.decode(String.self, atIndex: 1))
    }

    /// All heads; skips from stream to stream instead of reading every event.
    static func heads(_ database: Database, place: String) throws -> [StreamHead] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                WITH RECURSIVE streams (stream) AS (
                    SELECT min(stream) FROM events
                    UNION ALL
                    SELECT (SELECT min(stream) FROM events WHERE stream > streams.stream)
                    FROM streams WHERE streams.stream IS NOT NULL
                )
                SELECT stream, sequence, hash FROM events JOIN streams USING (stream)
                WHERE sequence = (SELECT max(sequence) FROM events WHERE stream = streams.stream)
                """)
        var heads: [StreamHead] = []
        while let row = try rows.next() {
            let text = try row.decode(String.self, atIndex: 0)
            guard let stream = StreamID(text: text) else {
                throw LedgerError.damaged(
                    place: place, why: "it contains an impossible stream: \(text.debugDescription)")
            }
            heads.append(
                StreamHead(
                    stream: stream, sequence: try row.decode(Int.self, atIndex: 1),
                    hash: try row.decode(String.self, atIndex: 2)))
        }
        return heads.sorted { $0.stream < $1.stream }
    }
}

/// A row of `events`, and back.
enum EventRow {
    static let columns = "stream, sequence, at_ms, run, user, key, kind, body, previous_hash, hash"

    static func insert(_ event: LedgerEvent, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO events (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        try statement.execute(arguments: [
            event.stream.text, event.sequence, event.at.milliseconds, event.run.rawValue, event.user?.rawValue,
            event.key?.rawValue, event.kind, event.bodyText, event.previousHash, event.hash,
        ])
    }

    /// The events that match `condition`, which includes an order.
    static func fetch(
        _ database: Database, _ condition: String, _ arguments: StatementArguments, place: String
    ) throws -> [LedgerEvent] {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM events WHERE \(condition)")
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var events: [LedgerEvent] = []
        while let row = try rows.next() { events.append(try event(row, place: place)) }
        return events
    }

    /// Decodes with errors instead of traps: a damaged page may contain anything, whatever the schema says.
    private static func event(_ row: Row, place: String) throws -> LedgerEvent {
        let (stream, sequence) = (try row.decode(String.self, atIndex: 0), try row.decode(Int.self, atIndex: 1))
        let run = try row.decode(String.self, atIndex: 3)
        let (user, key) = (try row.decode(String?.self, atIndex: 4), try row.decode(String?.self, atIndex: 5))
        let damaged = LedgerError.damaged(
            place: place, why: "event \(sequence) of \(stream) has an impossible id or instant")
        let (userID, keyID) = (user.flatMap(UserID.init(rawValue:)), key.flatMap(AccessKeyID.init(rawValue:)))
        guard let streamID = StreamID(text: stream), let runID = RunID(rawValue: run),
            (userID == nil) == (user == nil), (keyID == nil) == (key == nil),
            let at = Date(milliseconds: try row.decode(Int64.self, atIndex: 2))
        else { throw damaged }
        return LedgerEvent(
            stream: streamID, sequence: sequence, at: at, run: runID, user: userID, key: keyID,
            kind: try row.decode(String.self, atIndex: 6), bodyText: try row.decode(String.self, atIndex: 7),
            previousHash: try row.decode(String.self, atIndex: 8), hash: try row.decode(String.self, atIndex: 9))
    }
}
