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
            testDescription: "a message taken out of the outbox", sql: "DELETE FROM outbox",
            faults: ["Message message-5 was queued and not sent, but is not in the outbox."]),
        Change(
            testDescription: "a message's text changed",
            sql: #"UPDATE outbox SET message = replace(message, '"{}"', '"{\"a\":1}"')"#,
            faults: ["The outbox holds message message-5, and no event left it there like that."]),
        Change(
            testDescription: "a message that was told put back",
            sql:
                "INSERT INTO outbox (id, message) SELECT 'message-3', replace(message, 'message-5', 'message-3') FROM outbox",
            faults: ["The outbox holds message message-3, and no event left it there like that."]),
        Change(
            testDescription: "a claim removed", sql: "DELETE FROM claims WHERE state = 'claimed'",
            faults: [
                "Message message-4 about AKIA…0002 in 111111111112 was claimed and is open, but the claims don't say so."
            ]),
        Change(
            testDescription: "a claim called delivered",
            sql: "UPDATE claims SET state = 'delivered' WHERE state = 'claimed'",
            faults: [
                "Message message-4 about AKIA…0002 in 111111111112 was claimed and is open, but the claims don't say so."
            ]),
        Change(
            testDescription: "a settled claim opened again",
            sql: "UPDATE claims SET state = 'claimed' WHERE message = 'message-1'",
            faults: [
                "The claims hold message message-1 about AKIA…0001 in 111111111111 as open, and no event left it open like that."
            ]),
        Change(
            testDescription: "a claim given the name of a message that arrived",
            sql:
                "UPDATE claims SET notice = replace(notice, 'message-4', 'message-1'), message = 'message-1' WHERE state = 'claimed'",
            faults: [
                "The claims hold message message-1 about AKIA…0002 in 111111111112 as open, and no event left it open like that.",
                "Message message-4 about AKIA…0002 in 111111111112 was claimed and is open, but the claims don't say so.",
            ]),
        Change(
            testDescription: "a claim given to another key",
            sql: "UPDATE claims SET key = 'AKIAEXAMPLE00000009' WHERE state = 'claimed'",
            faults: [
                "The claims hold message message-4 about AKIA…0009 in 111111111112 as open, and no event left it open like that.",
                "Message message-4 about AKIA…0002 in 111111111112 was claimed and is open, but the claims don't say so.",
            ]),
    ]

    @Test(arguments: changes)
    func `what claims and outbox contain beyond the events is reported`(change: Change) async throws {
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
