import GRDB
import KeyWatch

/// The ledger's tables, one migration per released schema; a released migration is never edited.
enum LedgerSchema {
    /// The names of the migrations in order; the last one is this version's schema.
    static let versions = ["1"]

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: firstSchema) }
        return migrator
    }

    /// Migrates the ledger to this version's schema.
    static func migrate(_ database: DatabaseQueue) throws {
        for _ in versions {
            do {
                return try migrator.migrate(database)
            } catch {
                // Another process that opened the ledger at the same moment may have migrated it first.
                if try database.read(migrator.hasCompletedMigrations) { return }
            }
        }
        try migrator.migrate(database)
    }

    static func refuseNewer(_ database: DatabaseQueue, place: String) throws {
        let applied = try database.read(migrator.appliedIdentifiers)
        guard let newest = applied.subtracting(versions).max(by: { ($0.count, $0) < ($1.count, $1) }) else { return }
        throw LedgerError.newer(place: place, version: newest)
    }

    /// A read-only ledger can't be migrated.
    static func refuseOlder(_ database: DatabaseQueue, place: String) throws {
        guard try !database.read(migrator.hasCompletedMigrations) else { return }
        throw LedgerError.cannotOpen(
            place: place, why: "an older Relevo wrote it and it is opened for reading only; run `relevo run` once")
    }
}

extension LedgerSchema {
    /// Instants are milliseconds since 1970; bodies, messages and inventories are JSON.
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
        """
}
