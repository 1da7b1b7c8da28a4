import FoundationEssentials
import KeyPolicy
import KeyWatch
import LedgerContract
import SQLiteLedger
import Testing

@testable import AWS
@testable import DynamoDBLedger

struct DynamoDBLedgerTests {
    /// A table on which something keeps going wrong.
    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var pageSize = 1_000
        var forgetsTokens = false
        var fault: @Sendable (String, Int) -> TableStandIn.Fault = { _, _ in .none }

        var table: TableStandIn { TableStandIn(pageSize: pageSize, forgetsTokens: forgetsTokens, fault: fault) }
    }

    static let troubles = [
        Trouble(testDescription: "nothing"),
        Trouble(testDescription: "pages of one item", pageSize: 1),
        Trouble(testDescription: "every other answer is lost") { _, number in
            number.isMultiple(of: 2) ? .answerLost : .none
        },
        Trouble(testDescription: "answers are lost and tokens forgotten", forgetsTokens: true) { _, number in
            number.isMultiple(of: 2) ? .answerLost : .none
        },
        Trouble(testDescription: "every third call is lost") { _, number in
            number.isMultiple(of: 3) ? .callLost : .none
        },
        Trouble(testDescription: "every third call is throttled") { _, number in
            number.isMultiple(of: 3) ? .refused("ThrottlingException") : .none
        },
        Trouble(testDescription: "transactions conflict") { operation, number in
            operation == "TransactWriteItems" && number.isMultiple(of: 2)
                ? .refused("TransactionCanceledException", reason: "TransactionConflict") : .none
        },
        Trouble(testDescription: "batches are processed in part") { _, number in
            number.isMultiple(of: 2) ? .unprocessed : .none
        },
    ]

    @Test(arguments: LedgerContract.rules, troubles)
    func `the ledger fulfils the contract whatever goes wrong`(rule: LedgerContract, trouble: Trouble) async throws {
        try await rule.check(Bench.store { trouble.table })
    }

    @Test func `the same facts make the same chains and the same root as in SQLite`() async throws {
        let ledgers: [any Ledger] = [try Bench.ledger(TableStandIn()), try SQLiteLedger.inMemory()]
        var roots: [String] = []
        var heads: [[StreamHead]] = []
        for ledger in ledgers {
            let fence = try await Bench.fence(ledger)
            try await ledger.append(
                [.run(.started(version: "1"), at: Bench.now), Bench.message(1), Bench.notice(1, account: 1)],
                run: fence.holder, fence: fence)
            try await ledger.append(
                [Bench.notice(2, account: 2), Bench.notice(3, account: 1)], run: fence.holder, fence: fence)
            #expect(try await ledger.post([Bench.stop(1)], after: 0, run: Bench.run(2)))
            heads.append(try await ledger.heads())
            roots.append(try await ChainVerification.of(ledger).root)
        }
        #expect(heads[0].count == 4)
        #expect(heads[0] == heads[1])
        #expect(roots[0] == roots[1])
    }

    @Test func `the largest write fits into one transaction`() async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        // The most items: each event has its own stream, user and promise.
        let facts = try (1...LargestWrite.facts).map { try Bench.notice($0, account: $0) }
        try await ledger.append(facts, run: fence.holder, fence: fence)
        let items = table.calls.filter { $0.operation == "TransactWriteItems" }.map {
            $0.body.split(separator: "\"TableName\"").count - 1
        }
        #expect(items == [4 * LargestWrite.facts + 1])
        #expect(try await ledger.openPromises().count == LargestWrite.facts)
        #expect(try await ChainVerification.of(ledger).events == LargestWrite.facts)
    }

    @Test func `nothing reads without a key or inconsistently`() async throws {
        let table = TableStandIn()
        for rule in LedgerContract.rules { try await rule.check(Bench.store { table.emptied() }) }
        let expected: Set = ["BatchGetItem", "BatchWriteItem", "GetItem", "PutItem", "Query", "TransactWriteItems"]
        #expect(Set(table.calls.map(\.operation)) == expected)
        for call in table.calls where ["BatchGetItem", "GetItem", "Query"].contains(call.operation) {
            #expect(call.body.contains("\"ConsistentRead\":true"))
        }
    }

    @Test func `a hint without its event is ignored`() async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        // As a process left it that ended between its hints and its transaction.
        let stream = StreamID.account(try Bench.account(1))
        let lost = try LedgerEvent(Bench.notice(1, account: 1), run: fence.holder, after: nil)
        var chain = ChainItems(heads: [:], attempt: "lost")
        chain.append(lost)
        try await ledger.client.batchWriteItem(puts: chain.hints)
        func found(_ kind: EventKind) async throws -> [String] {
            try await ledger.events(ofKind: kind, in: stream, since: .distantPast).map(\.kind)
        }
        #expect(try await found(.noticeQueued) == [])
        #expect(try await ledger.keyEvents(of: #require(lost.user), in: Bench.account(1)) == [])

        try await ledger.append(
            [.about(Bench.account(1), .known(since: Bench.now), at: Bench.now)], run: fence.holder, fence: fence)
        #expect(try await found(.noticeQueued) == [], "the event with that number is another one")
        #expect(try await found(.accountKnown) == ["accountKnown"])
    }

    @Test func `a table that a newer Relevo wrote is refused`() async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        #expect(try await ledger.isNew())
        try await ledger.checkUsable()
        let fence = try await Bench.fence(ledger)
        try await ledger.append([Bench.message(1)], run: fence.holder, fence: fence)
        #expect(try await !ledger.isNew())
        table.change { $0[TableLayout.lease]?["schema"] = .number(2) }
        let newer = LedgerError.newer(place: "dynamodb:relevo", version: "2")
        await #expect(throws: newer) { try await ledger.checkUsable() }
        await #expect(throws: newer) { try await Bench.fence(ledger, run: 2) }
        await #expect(throws: newer) { try await ledger.append([Bench.message(2)], run: fence.holder, fence: fence) }
    }

    @Test func `an item that no Relevo writes is damage`() async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        try await ledger.append([Bench.message(1)], run: fence.holder, fence: fence)
        table.change {
            $0[TableLayout.event(.runs, 1)]?["run"] = .string("")
            $0[DynamoDBKey("outbox", "message-1")]?["message"] = .string("{}")
        }
        await #expect(
            throws: LedgerError.damaged(
                place: "dynamodb:relevo", why: "the item events/runs, 000000000000001 has an impossible value")
        ) { try await ledger.events(.runs, after: 0, limit: 9) }
        await #expect(
            throws: LedgerError.damaged(place: "dynamodb:relevo", why: "a message in its outbox can't be read")
        ) { try await ledger.unsentMessages() }
    }

    @Test(arguments: [DynamoDBValue.string(""), .number(7)])
    func `a hint or a holder that can't be read is damage, never nothing`(unreadable: DynamoDBValue) async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        let account = try Bench.account(1)
        try await ledger.append([Bench.notice(1, account: 1)], run: fence.holder, fence: fence)
        table.change { items in
            for key in items.keys where key.partition.hasPrefix("kind/") { items[key]?["sequence"] = .string("1") }
            for key in items.keys where key.partition.hasPrefix("users/") {
                items[key]?[TableLayout.sortKey] = unreadable
            }
            items[TableLayout.lease]?["holder"] = unreadable
        }
        func expectDamage(_ body: () async throws -> Void) async {
            let error = await #expect(throws: LedgerError.self) { try await body() }
            let isDamage = if case .damaged = error { true } else { false }
            #expect(isDamage)
        }
        await expectDamage { _ = try await ledger.usersWithEvents(in: account) }
        await expectDamage {
            _ = try await ledger.events(ofKind: .noticeQueued, in: .account(account), since: .distantPast)
        }
        await expectDamage { _ = try await ledger.leaseHolder(now: Bench.now) }
        await expectDamage { _ = try await ledger.acquireLease(holder: Bench.run(2), now: Bench.now, until: Bench.now) }
    }

    @Test func `ids are at their limits in the table's order`() throws {
        let instants = [-9e12, -1, 0, 1, 1_800_000_000.25, 9e12].map { Date(timeIntervalSince1970: $0) }
        let texts = instants.map(TableLayout.instant)
        #expect(texts == texts.sorted())
        #expect(Set(texts.map(\.count)) == [17])
        #expect(TableLayout.number(17) == "000000000000017")
    }
}
