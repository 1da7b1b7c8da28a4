import AWS
import Composition
import DynamoDBLedger
import FoundationEssentials
import KeyWatch
import SQLiteLedger
import Settings

/// Opens the ledger that the configuration names: a file, or a table with Relevo's own access to AWS (`hub`).
extension AppContext {
    /// As errors name it.
    var ledgerPlace: String {
        switch configuration.ledger {
        case .sqlite(let path): path
        case .dynamoDB: configuration.ledger.text
        }
    }

    func ledger(_ hub: AWSTransport) async throws -> any Ledger { try await ledger(at: configuration.ledger, hub) }

    private func ledger(at location: LedgerLocation, _ hub: AWSTransport) async throws -> any Ledger {
        switch location {
        case .sqlite(let path): try SQLiteLedger(path: path)
        case .dynamoDB(let table): try await opened(table, hub)
        }
    }

    /// Runs `body` with two ledgers, both opened to be written; from here on SIGINT and SIGTERM end the work at the next
    /// safe point. `source` must exist; `target` is created if it is a file.
    func openLedgers<Value>(
        _ source: LedgerLocation, _ target: LedgerLocation, _ body: (any Ledger, any Ledger) async throws -> Value
    ) async throws -> Value {
        Signals.watch()
        if case .sqlite(let path) = source, !FileManager.default.fileExists(atPath: path) {
            throw LedgerError.cannotOpen(place: path, why: "there is no such file or folder")
        }
        if case .sqlite(let path) = source, case .sqlite(let other) = target {
            return try await body(try SQLiteLedger(path: path), try SQLiteLedger(path: other))
        }
        return try await factory.openClients { clients in
            let hub = try factory.hub(clients).transport
            let opened = try await ledger(at: source, hub)
            return try await body(opened, try await ledger(at: target, hub))
        }
    }

    /// The ledger for a run. A new one is reported: it may be new because another one was not found.
    func ledgerForRunning(_ hub: AWSTransport) async throws -> any Ledger {
        let ledger: any Ledger
        let isNew: Bool
        switch configuration.ledger {
        case .sqlite(let path):
            isNew = !FileManager.default.fileExists(atPath: path)
            ledger = try SQLiteLedger(path: path)
        case .dynamoDB(let name):
            let table = try await opened(name, hub)
            isNew = try await table.isNew()
            ledger = table
        }
        if isNew { terminal.remark("The ledger \(ledgerPlace) is new: it has no record of any message.") }
        return ledger
    }

    /// How a preview opens its ledger: a file at once, so that one that can't be used is reported before AWS is called.
    ///
    /// A file that can't be written is worked around and reported.
    func ledgerForPreview() throws -> (AWSTransport) async throws -> (ledger: any Ledger, isWritable: Bool) {
        switch configuration.ledger {
        case .sqlite(let path):
            let found = try fileForPreview(path)
            return { _ in found }
        case .dynamoDB(let table): return { hub in (try await opened(table, hub), true) }
        }
    }

    func readLedger<Value>(_ body: (any Ledger) async throws -> Value) async throws -> Value {
        try await readLedger(at: configuration.ledger, body)
    }

    /// Runs `body` with the ledger opened only to be read, without creating or changing anything.
    ///
    /// - Parameter location: nil for the ledger of the configuration.
    func readLedger<Value>(
        at location: LedgerLocation, _ body: (any Ledger) async throws -> Value
    ) async throws -> Value {
        switch location {
        case .sqlite(let path): try await body(try SQLiteLedger(path: path, access: .readOnly))
        case .dynamoDB(let table):
            try await factory.openClients { clients in
                try await body(try await opened(table, try factory.hub(clients).transport))
            }
        }
    }

    /// The ledger opened only to be read, with the clients that are open already.
    func ledgerForReading(_ clients: HTTPClients) async throws -> any Ledger {
        switch configuration.ledger {
        case .sqlite(let path): try SQLiteLedger(path: path, access: .readOnly)
        case .dynamoDB(let table): try await opened(table, try factory.hub(clients).transport)
        }
    }

    private func opened(_ table: String, _ hub: AWSTransport) async throws -> DynamoDBLedger {
        let ledger = DynamoDBLedger(table: table, hub)
        try await ledger.checkUsable()
        return ledger
    }
}

extension AppContext {
    private func fileForPreview(_ path: String) throws -> (ledger: any Ledger, isWritable: Bool) {
        do {
            return (try SQLiteLedger(path: path), true)
        } catch LedgerError.readOnly(let place) {
            return try unwritableLedger(place, why: "can't be written")
        } catch LedgerError.full(let place) {
            return try unwritableLedger(place, why: "can't be written because its disk is full")
        } catch LedgerError.cannotOpen(let place, let why) {
            terminal.remark(
                "The ledger \(place) can't be opened (\(why)): this preview assumes that nobody was ever notified.")
            return (InMemoryLedger(), true)
        }
    }

    private func unwritableLedger(_ path: String, why: String) throws -> (ledger: any Ledger, isWritable: Bool) {
        terminal.note("The ledger \(path) \(why): what is read now is not stored, and the next scan reads it again.")
        do {
            return (try SQLiteLedger(path: path, access: .readOnly), false)
        } catch let error as LedgerError where error.isAboutPlace {
            // SQLite can't read a ledger in a folder where it can't create its shared memory.
            terminal.remark("It can't be read there either: this preview assumes that nobody was ever notified.")
            return (InMemoryLedger(), true)
        }
    }
}

extension LedgerError {
    /// Whether the ledger itself may be good, but can't be used where it is.
    fileprivate var isAboutPlace: Bool {
        switch self {
        case .cannotOpen, .readOnly, .full: true
        case .fenced, .notALedger, .newer, .damaged, .failed: false
        }
    }
}
