import GRDB
import KeyPolicy
import KeyWatch

/// Appends facts to their chains within one transaction, asking for each stream's head once.
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

    /// All heads, hopping from stream to stream instead of reading every event.
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
                    place: place, why: "it holds a stream that can't be: \(text.debugDescription)")
            }
            heads.append(
                StreamHead(
                    stream: stream, sequence: try row.decode(Int.self, atIndex: 1),
                    hash: try row.decode(String.self, atIndex: 2)))
        }
        return heads.sorted { $0.stream < $1.stream }
    }
}
