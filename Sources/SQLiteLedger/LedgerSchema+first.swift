extension LedgerSchema {
    /// Instants are milliseconds since 1970; bodies, notices and inventories are JSON.
    static let firstSchema = """
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

        CREATE TABLE claims (
            account TEXT NOT NULL,
            user TEXT NOT NULL,
            key TEXT NOT NULL,
            round INTEGER NOT NULL,
            stage INTEGER NOT NULL,
            message TEXT NOT NULL,
            replaces TEXT,
            notice TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('claimed', 'delivered', 'failed')),
            PRIMARY KEY (account, user, key, round, stage)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX claims_unsettled ON claims (account, user, key) WHERE state = 'claimed';

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
        """
}
