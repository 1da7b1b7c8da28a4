import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch
import Testing

@testable import SQLiteLedger

/// Changes to the tables that no hash covers, by somebody with access to the file.
struct ConsistencyCheckTests {
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let faults: [String]
    }

    static let changes = [
        Change(testDescription: "nothing", sql: "SELECT 1", faults: []),
        Change(
            testDescription: "a message taken out of the outbox", sql: "DELETE FROM outbox WHERE id = 'message-5'",
            faults: ["Message message-5 was queued and not sent, but is not in the outbox."]),
        Change(
            testDescription: "a notice taken out of the outbox", sql: "DELETE FROM outbox WHERE id = 'message-4'",
            faults: ["Message message-4 was queued and not sent, but is not in the outbox."]),
        Change(
            testDescription: "a message's text changed",
            sql: #"UPDATE outbox SET message = replace(message, '"{}"', '"{\"a\":1}"') WHERE id = 'message-5'"#,
            faults: ["Message message-5 is in the outbox, but its events say something else."]),
        Change(
            testDescription: "a message that was sent put back",
            sql:
                "INSERT INTO outbox (id, message) SELECT 'message-3', replace(message, 'message-5', 'message-3') FROM outbox "
                + "WHERE id = 'message-5'",
            faults: ["Message message-3 is in the outbox, but its events say something else."]),
        Change(
            testDescription: "a notice given the id of a message that arrived",
            sql: "UPDATE outbox SET message = replace(message, 'message-4', 'message-1'), id = 'message-1' "
                + "WHERE id = 'message-4'",
            faults: [
                "Message message-1 is in the outbox, but its events say something else.",
                "Message message-4 was queued and not sent, but is not in the outbox.",
            ]),
        Change(
            testDescription: "a notice given to another key",
            sql: "UPDATE outbox SET message = replace(message, 'AKIAEXAMPLE00000002', 'AKIAEXAMPLE00000009') "
                + "WHERE id = 'message-4'",
            faults: ["Message message-4 is in the outbox, but its events say something else."]),
    ]

    @Test(arguments: changes)
    func `what the outbox contains beyond the events is reported`(change: Change) async throws {
        let lived = try await LivedLedger()
        let folder = try TemporaryFolder()
        try lived.lay(lived.log.count, in: folder)
        try Written.tamper(folder["copy.db"], change.sql)
        let ledger = try SQLiteLedger(path: folder["copy.db"], access: .readOnly)
        #expect(try await ConsistencyCheck(of: ledger).faults() == change.faults)
        // The chain contains none of it.
        #expect(try await ChainVerification.of(ledger).faults == [])
    }
}
