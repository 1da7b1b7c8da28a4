import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch
import Testing

@testable import SQLiteLedger

struct ChainVerificationTests {
    /// One way to falsify a ledger, and the faults that are reported.
    struct Falsification: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let faults: [String]
    }

    @Test(arguments: [
        Falsification(
            testDescription: "nothing", sql: "SELECT 1", faults: []),
        Falsification(
            testDescription: "a body changed",
            sql: "UPDATE events SET body = replace(body, 'reason 3', 'reason 9') WHERE sequence = 3",
            faults: ["Event 3 of account/111111111111 was changed after it was written."]),
        Falsification(
            testDescription: "an instant changed by a millisecond",
            sql: "UPDATE events SET at_ms = at_ms + 1 WHERE stream = 'account/111111111112' AND sequence = 2",
            faults: ["Event 2 of account/111111111112 was changed after it was written."]),
        Falsification(
            testDescription: "a key given to another",
            sql: "UPDATE events SET key = 'AKIAEXAMPLE00000002' WHERE sequence = 1 AND key IS NOT NULL",
            faults: [
                "Event 1 of account/111111111111 was changed after it was written.",
                "Event 1 of account/111111111112 was changed after it was written.",
            ]),
        Falsification(
            testDescription: "an event given to another run",
            sql: "UPDATE events SET run = 'run-00000009' WHERE stream = 'account/111111111112' AND sequence = 1",
            faults: ["Event 1 of account/111111111112 was changed after it was written."]),
        Falsification(
            testDescription: "an event given to another user",
            sql:
                "UPDATE events SET user = 'AIDAEXAMPLE00000002' WHERE stream = 'account/111111111112' AND sequence = 1",
            faults: ["Event 1 of account/111111111112 was changed after it was written."]),
        Falsification(
            testDescription: "an event that is about no key any more",
            sql: "UPDATE events SET key = NULL WHERE stream = 'account/111111111112' AND sequence = 1",
            faults: ["Event 1 of account/111111111112 was changed after it was written."]),
        Falsification(
            testDescription: "a kind changed",
            sql: "UPDATE events SET kind = 'gone' WHERE stream = 'account/111111111112' AND sequence = 2",
            faults: ["Event 2 of account/111111111112 was changed after it was written."]),
        Falsification(
            testDescription: "a previous hash changed",
            sql: "UPDATE events SET previous_hash = hash WHERE stream = 'account/111111111112' AND sequence = 2",
            faults: [
                "Event 2 of account/111111111112 does not continue the chain: an event before it was changed or replaced."
            ]),
        Falsification(
            testDescription: "a hash changed",
            sql: "UPDATE events SET hash = replace(hash, substr(hash, 1, 9), 'aaaaaaaaa') "
                + "WHERE stream = 'account/111111111112' AND sequence = 1",
            faults: [
                "Event 1 of account/111111111112 was changed after it was written.",
                "Event 2 of account/111111111112 does not continue the chain: an event before it was changed or replaced.",
            ]),
        Falsification(
            testDescription: "a last event moved up",
            sql: "UPDATE events SET sequence = 9 WHERE stream = 'account/111111111112' AND sequence = 2",
            faults: [
                "Event 9 of account/111111111112 follows event 1: events are missing between them.",
                "Events of account/111111111112 are missing at its end: when run run-00000001 ended, the last one "
                    + "was event 2.",
            ]),
        Falsification(
            testDescription: "an event moved into another account's stream",
            sql: "UPDATE events SET stream = 'account/111111111111', sequence = 7 "
                + "WHERE stream = 'account/111111111112' AND sequence = 2",
            faults: [
                "Event 7 of account/111111111111 does not continue the chain: an event before it was changed or replaced.",
                "Events of account/111111111112 are missing at its end: when run run-00000001 ended, the last one "
                    + "was event 2.",
            ]),
        Falsification(
            testDescription: "two events in each other's place",
            sql: """
                UPDATE events SET sequence = 99 WHERE stream = 'account/111111111111' AND sequence = 2;
                UPDATE events SET sequence = 2 WHERE stream = 'account/111111111111' AND sequence = 3;
                UPDATE events SET sequence = 3 WHERE stream = 'account/111111111111' AND sequence = 99
                """,
            faults: [
                "Event 2 of account/111111111111 does not continue the chain: an event before it was changed or replaced.",
                "Event 3 of account/111111111111 does not continue the chain: an event before it was changed or replaced.",
                "Event 4 of account/111111111111 does not continue the chain: an event before it was changed or replaced.",
            ]),
        Falsification(
            testDescription: "an event inserted, the later ones moved up",
            sql: """
                UPDATE events SET sequence = -sequence + 200 WHERE stream = 'account/111111111111' AND sequence > 5;
                INSERT INTO events SELECT stream, 6, at_ms, run, user, key, kind, body, previous_hash, hash FROM events
                WHERE stream = 'account/111111111111' AND sequence = 5;
                UPDATE events SET sequence = 7 WHERE stream = 'account/111111111111' AND sequence = 194
                """,
            faults: [
                "Event 6 of account/111111111111 does not continue the chain: an event before it was changed or replaced.",
                "Event 6 of account/111111111111 is not the one that was there when run run-00000001 ended: it or an "
                    + "event before it was replaced.",
                "Event 7 of account/111111111111 was changed after it was written.",
            ]),
        Falsification(
            testDescription: "the last run's end cut off, which holds no more than its summary said",
            sql: "DELETE FROM events WHERE stream = 'runs' AND sequence = 2", faults: []),
        Falsification(
            testDescription: "the runs' whole stream gone, which only the root shows",
            sql: "DELETE FROM events WHERE stream = 'runs'", faults: []),
        Falsification(
            testDescription: "an event removed",
            sql: "DELETE FROM events WHERE stream = 'account/111111111111' AND sequence = 3",
            faults: [
                "Event 4 of account/111111111111 follows event 2: events are missing between them."
            ]),
        Falsification(
            testDescription: "the end of an account's stream cut off",
            sql: "DELETE FROM events WHERE stream = 'account/111111111111' AND sequence > 3",
            faults: [
                "Events of account/111111111111 are missing at its end: when run run-00000001 ended, the last one "
                    + "was event 6."
            ]),
        Falsification(
            testDescription: "an account's whole stream gone",
            sql: "DELETE FROM events WHERE stream = 'account/111111111112'",
            faults: [
                "Events of account/111111111112 are missing at its end: when run run-00000001 ended, the last one "
                    + "was event 2."
            ]),
        Falsification(
            testDescription: "all that the last run wrote cut off, which only the root shows",
            sql: """
                DELETE FROM events WHERE stream = 'runs' AND sequence = 2 OR stream = 'account/111111111112'
                OR stream = 'account/111111111111' AND sequence > 4
                """,
            faults: []),
    ])
    func `a falsified ledger is detected`(row: Falsification) async throws {
        let folder = try TemporaryFolder()
        let root = try await twoRuns(folder["relevo.db"])
        try Written.tamper(folder["relevo.db"], row.sql)

        let ledger = try SQLiteLedger(path: folder["relevo.db"], access: .readOnly)
        #expect(try await ChainVerification.of(ledger, pageSize: 2).faults == row.faults)
        let isLastRunCut = row.testDescription.contains("the root")
        let againstRoot = try await ChainVerification.of(ledger, expectedRoot: root).faults
        #expect(againstRoot.count == row.faults.count + (isLastRunCut ? 1 : 0))
    }

    /// An invalid id is not read at all, so that nothing is decided on it.
    @Test(arguments: [
        "UPDATE events SET user = 'nobody' WHERE sequence = 1 AND key IS NOT NULL",
        "UPDATE events SET key = '' WHERE sequence = 1 AND key IS NOT NULL",
        "UPDATE events SET run = 'x' WHERE sequence = 1",
        "UPDATE events SET stream = 'account/1' WHERE stream = 'account/111111111112'",
    ])
    func `an invalid id is damage`(sql: String) async throws {
        let folder = try TemporaryFolder()
        _ = try await twoRuns(folder["relevo.db"])
        try Written.tamper(folder["relevo.db"], sql)
        let ledger = try SQLiteLedger(path: folder["relevo.db"], access: .readOnly)
        let error = await #expect(throws: LedgerError.self) { try await ChainVerification.of(ledger) }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("is damaged: "))
    }

    @Test func `a stream rewritten with correct hashes differs from what ended runs recorded, reported once`()
        async throws
    {
        let folder = try TemporaryFolder()
        _ = try await twoRuns(folder["relevo.db"])
        let forged = try SQLiteLedger.inMemory()
        let fence = try await Written.fence(forged)
        try await Written.append(11...16, to: forged, fence)
        let events = try await forged.events(.account(Written.account(1)), after: 0, limit: 9)
        try Written.tamper(folder["relevo.db"], "DELETE FROM events WHERE stream = 'account/111111111111'")
        let database = try DatabaseQueue(path: folder["relevo.db"])
        try await database.write { database in for event in events { try EventRow.insert(event, database) } }

        let verification = try await ChainVerification.of(SQLiteLedger(path: folder["relevo.db"]))
        #expect(
            verification.faults == [
                "Event 4 of account/111111111111 is not the one that was there when run run-00000001 ended: "
                    + "it or an event before it was replaced."
            ])
    }

    @Test func `a root is known if a run ended with it or if it is today's; another ledger's is not`() async throws {
        let folder = try TemporaryFolder()
        let second = try await twoRuns(folder["relevo.db"])
        let ledger = try SQLiteLedger(path: folder["relevo.db"])
        let first = try #require(
            await ledger.events(ofKind: .runEnded, in: .runs, since: .distantPast).first)
        guard case .run(.ended(_, let heads, _, _)) = first.body else { throw Missing() }
        let now = EventChain.root(of: try await ledger.heads())
        for root in [second, EventChain.root(of: heads), EventChain.root(of: heads + [first.head]), now] {
            #expect(try await ChainVerification.of(ledger, expectedRoot: root).isSound)
        }
        let verification = try await ChainVerification.of(ledger, expectedRoot: "abc")
        #expect(
            verification.faults == [
                "No run of this ledger ended with the root abc, and it isn't the current root: events were cut off "
                    + "its end, or the root is another ledger's."
            ])
        #expect(verification.root == now)
        #expect((verification.events, verification.runs) == (10, 2))
    }

    @Test func `an empty ledger is sound`() async throws {
        let verification = try await ChainVerification.of(SQLiteLedger.inMemory())
        #expect(verification.isSound && verification.heads.isEmpty)
    }

    private struct Missing: Error {}

    /// A ledger with two ended runs: the first saw four events of one account, the second six, and two of another.
    private func twoRuns(_ path: String) async throws -> String {
        let ledger = try SQLiteLedger(path: path)
        let fence = try await Written.fence(ledger)
        try await Written.append(1...4, to: ledger, fence)
        _ = try await Written.endRun(ledger, fence)
        try await Written.append(5...6, to: ledger, fence)
        try await Written.append(1...2, account: 2, to: ledger, fence)
        return try await Written.endRun(ledger, fence)
    }
}
