import FoundationEssentials
import KeyPolicy
import KeyWatch
import SQLiteLedger
import Testing

@testable import AWS
@testable import DynamoDBLedger

/// A ledger in SQLite, moved into a table and back.
struct LedgerCopyTests {
    private static let clock = RunClock(
        policy: { Bench.now }, wall: { Bench.now }, aheadOfAWS: { nil }, sleep: { _ in })

    private static func copy(_ from: any Ledger, _ to: any Ledger) async throws -> LedgerCopy.Report {
        try await LedgerCopy(from: from, to: to, clock: clock, run: Bench.run(9)).make()
    }

    /// Three runs with open messages and promises; the last one re-queued a message of the inbox, and was killed before
    /// the command recorded that it had sent it.
    private static func lived() async throws -> SQLiteLedger {
        let ledger = try SQLiteLedger.inMemory()
        let delivery = Delivery(place: "C0", id: "1", at: Bench.now)
        for number in 1...3 {
            let fence = try await Bench.fence(ledger, run: number)
            try await ledger.append(
                [.run(.started(version: "1"), at: at(number, 0))], run: fence.holder, fence: fence)
            for account in 1...3 {
                let facts = try (1...20).map { try Bench.notice(100 * account + 20 * number + $0, account: account) }
                try await ledger.append(facts, run: fence.holder, fence: fence)
            }
            try await ledger.append(
                [Bench.message(2 * number), Bench.message(2 * number + 1)], run: fence.holder, fence: fence)
            try await ledger.append(
                [.outbox(.sent(id: message(2 * number), delivery: delivery), at: at(number, 9))],
                run: fence.holder, fence: fence)
            if number < 3 { try await end(ledger, fence) }
            if number == 3 { try await postAndQueueAgain(ledger, fence, delivery) }
            try await ledger.savePlan("{\"plan\":\(number)}", run: fence.holder, fence: fence)
            try await ledger.saveState("{\"state\":\(number)}", run: fence.holder, fence: fence)
            try await saveInventory(ledger, fence)
            try await ledger.releaseLease(fence)
        }
        return ledger
    }

    private static func end(_ ledger: SQLiteLedger, _ fence: Fence) async throws {
        let heads = try await ledger.heads()
        let ended = RunEvent.ended(root: EventChain.root(of: heads), heads: heads, counts: [:], exitStatus: 0)
        try await ledger.append([.run(ended, at: Bench.now)], run: fence.holder, fence: fence)
    }

    private static func postAndQueueAgain(
        _ ledger: SQLiteLedger, _ fence: Fence, _ delivery: Delivery
    ) async throws {
        let first = OutboxMessage(
            id: try message(99), recipient: .security, about: nil, payload: "{}", queuedAt: at(3, 20))
        #expect(
            try await ledger.post(
                [Bench.stop(1), .posted(.queued(message: first), at: at(3, 20))], after: 0, run: Bench.run(8)))
        try await ledger.append(
            [.outbox(.queued(message: first.again(at: at(3, 30), payload: "{}")), at: at(3, 30))],
            run: fence.holder, fence: fence)
        // By the command's clock, which is behind the run's.
        #expect(
            try await ledger.post(
                [.posted(.sent(id: first.id, delivery: delivery), at: at(3, 25))], after: 2, run: Bench.run(8)))
    }

    private static func saveInventory(_ ledger: SQLiteLedger, _ fence: Fence) async throws {
        let account = try Bench.account(1)
        let users = try (1_000..<1_130).map { number in
            UserInventory(
                user: User(
                    account: account, id: try #require(UserID(rawValue: "AIDAEXAMPLE0000\(number)")),
                    name: "user-\(number)", path: "/", arn: "arn:\(number)", createdAt: Bench.now, tags: [:], keys: []),
                fingerprint: "a,b", listedAt: Bench.now, missingSince: nil)
        }
        try await ledger.save(users, removing: [], in: account, fence: fence)
        try await ledger.save(
            AccountInventory(
                account: Account(id: account, name: "one"), scannedAt: Bench.now, completeAt: Bench.now,
                isComplete: true, error: nil, activeKeys: 7), fence: fence)
    }

    private static func at(_ run: Int, _ second: Int) -> Date {
        Bench.now.addingTimeInterval(Double(run) * 86_400 + Double(second))
    }

    private static func message(_ number: Int) throws -> MessageID {
        try #require(MessageID(rawValue: "message-\(number)"))
    }

    /// What a ledger has, as its ports say it.
    private struct Contents: Hashable {
        var events: [[LedgerEvent]] = []
        let messages: [OutboxMessage]
        let promises: Set<OpenPromise>
        var plans: [String?] = []
        var states: [String?] = []
        let accounts: [AccountInventory]
        let users: [UserInventory]

        init(of ledger: any Ledger) async throws {
            for head in try await ledger.heads() {
                events.append(try await ledger.events(head.stream, after: 0, limit: 10_000))
            }
            messages = try await ledger.unsentMessages()
            promises = Set(try await ledger.openPromises())
            for number in 1...3 {
                plans.append(try await ledger.plan(of: Bench.run(number)))
                states.append(try await ledger.state(of: Bench.run(number)))
            }
            accounts = try await ledger.accounts()
            users = try await ledger.everyUser(in: Bench.account(1))
        }
    }

    @Test(arguments: DynamoDBLedgerTests.troubles)
    func `a ledger moved into a table and back is the same`(trouble: DynamoDBLedgerTests.Trouble) async throws {
        let first = try await Self.lived()
        let table = try Bench.ledger(trouble.table, attempts: 20)
        let there = try await Self.copy(first, table)
        let last = try SQLiteLedger.inMemory()
        let back = try await Self.copy(table, last)

        #expect(there == back)
        let root = try await ChainVerification.of(first).root
        #expect(there.root == root)
        let contents = try await Contents(of: first)
        #expect(contents.messages.map(\.id.rawValue) == ["message-3", "message-5", "message-7"])
        #expect(contents.promises.count == 180)
        #expect(contents.states == [nil, nil, "{\"state\":3}"])
        #expect(try await Contents(of: table) == contents)
        #expect(try await Contents(of: last) == contents)
    }

    @Test func `an event that is too large for a table stops the copy with its place, and the rest can't be used`()
        async throws
    {
        let ledger = try SQLiteLedger.inMemory()
        let fence = try await Bench.fence(ledger)
        try await ledger.append(
            [.run(.started(version: "1"), at: Bench.now)], run: fence.holder, fence: fence)
        try await ledger.append(
            [Bench.message(1, payload: String(repeating: "x", count: 410_000))], run: fence.holder, fence: fence)
        try await ledger.releaseLease(fence)
        let table = try Bench.ledger(TableStandIn())
        await #expect(
            throws: LedgerError.failed(
                act: "storing events/runs, 000000000000002",
                why: "it has 401 KB, and an item in DynamoDB has at most 400 KB")
        ) { try await Self.copy(ledger, table) }
        #expect(try await table.heads() == [])
    }

    @Test func `the largest copy fits into one transaction`() async throws {
        let source = InMemoryLedger()
        let fence = try await Bench.fence(source)
        let facts = try (1...LargestWrite.facts).map { try Bench.notice($0, account: $0) }
        try await source.append(facts, run: fence.holder, fence: fence)
        await source.releaseLease(fence)
        let table = TableStandIn()
        _ = try await Self.copy(source, Bench.ledger(table))
        let items = table.calls.filter { $0.operation == "TransactWriteItems" }.map {
            $0.body.split(separator: "\"TableName\"").count - 1
        }
        #expect(items.first == 4 * LargestWrite.facts + 1)
    }
}
