import GRDB
import KeyWatch

/// The ledger's tables, one step per released schema; a step that was released is never edited.
enum LedgerSchema {
    /// The names of the steps in order; the last one is this version's schema.
    static let versions = ["1"]

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: firstSchema) }
        return migrator
    }

    /// Brings the ledger to this version's schema.
    static func migrate(_ database: DatabaseQueue) throws {
        for _ in versions {
            do {
                return try migrator.migrate(database)
            } catch {
                // Another process that opened the ledger at the same moment may have taken the same step first.
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

    /// Reading can't bring a ledger up to date.
    static func refuseOlder(_ database: DatabaseQueue, place: String) throws {
        guard try !database.read(migrator.hasCompletedMigrations) else { return }
        throw LedgerError.cannotOpen(
            place: place, why: "an older Relevo wrote it and it is opened for reading only; run `relevo run` once")
    }
}
