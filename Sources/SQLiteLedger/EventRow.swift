import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch

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

    /// The events that `condition` (and an order) picks.
    static func fetch(
        _ database: Database, _ condition: String, _ arguments: StatementArguments, place: String
    ) throws -> [LedgerEvent] {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM events WHERE \(condition)")
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var events: [LedgerEvent] = []
        while let row = try rows.next() { events.append(try event(row, place: place)) }
        return events
    }

    /// Decodes what it can throw about: a page that was damaged may hold anything, whatever the schema says.
    private static func event(_ row: Row, place: String) throws -> LedgerEvent {
        let (stream, sequence) = (try row.decode(String.self, atIndex: 0), try row.decode(Int.self, atIndex: 1))
        let run = try row.decode(String.self, atIndex: 3)
        let (user, key) = (try row.decode(String?.self, atIndex: 4), try row.decode(String?.self, atIndex: 5))
        let damaged = LedgerError.damaged(
            place: place, why: "event \(sequence) of \(stream) holds an id or an instant that can't be")
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
