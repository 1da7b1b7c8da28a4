import GRDB
import KeyWatch

extension SQLiteLedger {
    /// Reads in one transaction, so that what it sees is of one moment.
    func read<Value: Sendable>(
        _ act: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.read(body)
        } catch let error as DatabaseError {
            throw LedgerError(error, act: act, place: place)
        } catch is RowDecodingError {
            throw LedgerError.unreadableRow(place: place)
        }
    }

    /// Writes in one transaction, after checking that the fence is still the lease's.
    func write<Value: Sendable>(
        _ act: String, fence: Fence, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await write(act) { database in
            try LeaseRow.fetch(database).check(fence)
            return try body(database)
        }
    }

    /// Writes in one transaction without asking for a fence: for the lease itself and the inbox.
    ///
    /// A write that began is finished even when its task is cancelled: what has happened outside must be recorded.
    func write<Value: Sendable>(
        _ act: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let database = database
        do {
            return try await Task { try await database.write(body) }.value
        } catch let error as DatabaseError {
            throw LedgerError(error, act: act, place: place)
        } catch is RowDecodingError {
            throw LedgerError.unreadableRow(place: place)
        }
    }
}
