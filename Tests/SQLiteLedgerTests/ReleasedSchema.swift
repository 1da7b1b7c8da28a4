import GRDB
import Testing

@testable import SQLiteLedger

/// Ledgers as released versions wrote them, verbatim: a change to a released migration breaks a test.
struct ReleasedSchema: Sendable, CustomTestStringConvertible {
    let version: String
    let sql: String

    var testDescription: String { "schema \(version)" }

    static let all = [ReleasedSchema(version: "1", sql: first)]

    func write(_ path: String) throws {
        let database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { database in
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: sql)
        }
        try database.close()
    }

    private static let first = """
        PRAGMA application_id = 1382839919;
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('1');
        CREATE TABLE events (
            stream TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            at_ms INTEGER NOT NULL,
            run TEXT NOT NULL,
            user TEXT,
            key TEXT,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (stream, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX events_by_user ON events (stream, user, sequence) WHERE key IS NOT NULL;
        CREATE INDEX events_by_key ON events (key, at_ms) WHERE key IS NOT NULL;
        CREATE INDEX events_by_kind ON events (stream, kind, at_ms);
        CREATE INDEX events_by_instant ON events (at_ms);

        CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
        CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
        CREATE TRIGGER events_are_never_replaced BEFORE INSERT ON events
        WHEN EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND sequence >= NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END;

        CREATE TABLE promises (
            account TEXT NOT NULL,
            user TEXT NOT NULL,
            key TEXT NOT NULL,
            promise TEXT NOT NULL,
            PRIMARY KEY (account, user, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outbox (
            place INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            message TEXT NOT NULL
        ) STRICT;

        CREATE TABLE lease (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            number INTEGER NOT NULL,
            holder TEXT,
            until_ms INTEGER NOT NULL
        ) STRICT;
        INSERT INTO lease (id, number, holder, until_ms) VALUES (1, 0, NULL, 0);

        CREATE TABLE run_plans (
            run TEXT NOT NULL PRIMARY KEY,
            document TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE run_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            run TEXT NOT NULL,
            document TEXT NOT NULL
        ) STRICT;

        CREATE TABLE inventory_accounts (
            account TEXT NOT NULL PRIMARY KEY,
            inventory TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE inventory_users (
            account TEXT NOT NULL,
            user TEXT NOT NULL,
            inventory TEXT NOT NULL,
            PRIMARY KEY (account, user)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO events VALUES (
            'account/111111111111', 1, 1800000000250, 'run-00000001', 'AIDAEXAMPLE00000001', 'AKIAEXAMPLE00000001',
            'newKey', '{"key":{"event":{"announced":{"told":{"kind":"newKey","occasion":{"key":{}}}}}}}',
            '0000000000000000000000000000000000000000000000000000000000000000',
            'a92c66d7a6811c7ef99e24e56fd89f040dc48532ce8f51478521fa54dbed4dc8');
        INSERT INTO outbox (id, message) VALUES (
            'message-2',
            '{"id":"message-2","payload":"hello","queuedAt":1800000000250,"recipient":"security"}');
        UPDATE lease SET number = 41, holder = 'run-00000009', until_ms = 1800000000000;
        INSERT INTO run_plans VALUES ('run-00000001', '{}');
        INSERT INTO inventory_accounts VALUES (
            '111111111111',
            '{"account":{"id":"111111111111","name":"pay"},"activeKeys":7,"isComplete":true,
            "scannedAt":1800000000250}');
        INSERT INTO inventory_users VALUES (
            '111111111111', 'AIDAEXAMPLE00000001',
            '{"fingerprint":"a,b","user":{"account":"111111111111","arn":"arn:aws:iam::111111111111:user/ana",
            "createdAt":1792000000000,"id":"AIDAEXAMPLE00000001","keys":[],"name":"ana","password":{},"path":"/",
            "tags":{"type":"engineer"}}}');
        """
}
