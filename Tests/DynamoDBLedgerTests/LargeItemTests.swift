import FoundationEssentials
import KeyPolicy
import KeyWatch
import Testing

@testable import AWS
@testable import DynamoDBLedger

/// Plans, messages and users that are larger than an item may be.
struct LargeItemTests {
    /// A little over a megabyte, with a character of three bytes at every place where a part could end.
    private static let plan = "{\"actions\":[\"" + String(repeating: "→", count: 370_000) + "\"]}"

    private static func parts(_ table: TableStandIn) -> [DynamoDBItem] {
        table.items.filter { $0.key.partition.hasPrefix("document/plan/") && $0.key.sort != "manifest" }.map(\.value)
    }

    @Test func `a large plan is stored in parts and read back whole`() async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        try await ledger.savePlan(Self.plan, run: fence.holder, fence: fence)
        #expect(try await ledger.plan(of: fence.holder) == Self.plan)
        #expect(Self.parts(table).count == 4)
        #expect(Self.parts(table).allSatisfy { DynamoDBLimits.size(of: $0) < 400 * 1_024 })

        try await ledger.savePlan("{}", run: fence.holder, fence: fence)
        #expect(try await ledger.plan(of: fence.holder) == "{}")
        #expect(Self.parts(table).count == 1, "the parts of the plan before are deleted")
    }

    @Test func `a plan is replaced at once or not at all`() async throws {
        let table = TableStandIn { operation, number in
            operation == "TransactWriteItems" && number > 9 ? .refused("ValidationException") : .none
        }
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        try await ledger.savePlan("{}", run: fence.holder, fence: fence)
        #expect(table.calls.count < 9)
        while table.calls.count < 9 { _ = try await ledger.leaseHolder(now: Bench.now) }
        await #expect(throws: LedgerError.self) {
            try await ledger.savePlan(Self.plan, run: fence.holder, fence: fence)
        }
        #expect(Self.parts(table).count == 5)
        #expect(try await ledger.plan(of: fence.holder) == "{}")
    }

    @Test(arguments: [true, false])
    func `a plan with a missing or changed part is damaged`(isMissing: Bool) async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        try await ledger.savePlan(Self.plan, run: fence.holder, fence: fence)
        table.change { items in
            guard let key = items.keys.filter({ $0.sort.hasSuffix("/00002") }).first else { return }
            if isMissing { items[key] = nil } else { items[key]?["text"] = .string("→") }
        }
        await #expect(
            throws: LedgerError.damaged(
                place: "dynamodb:relevo", why: "parts of the plan of run \(fence.holder) are missing or changed")
        ) { try await ledger.plan(of: fence.holder) }
    }

    @Test func `a message that is too large is refused with its size, and nothing is recorded`() async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        let large = try Bench.message(1, payload: String(repeating: "x", count: 410_000))
        await #expect(
            throws: LedgerError.failed(
                act: "storing events/runs, 000000000000001",
                why: "it has 401 KB, and an item in DynamoDB has at most 400 KB")
        ) { try await ledger.append([large], run: fence.holder, fence: fence) }
        #expect(try await ledger.heads() == [])
        #expect(try await ledger.unsentMessages() == [])
    }

    @Test func `many large users are stored in several transactions`() async throws {
        let table = TableStandIn()
        let ledger = try Bench.ledger(table)
        let fence = try await Bench.fence(ledger)
        let account = try Bench.account(1)
        let users = try (1_000..<1_210).map { number in
            UserInventory(
                user: User(
                    account: account, id: try #require(UserID(rawValue: "AIDAEXAMPLE0000\(number)")),
                    name: "user-\(number)", path: "/", arn: "arn:\(number)", createdAt: Bench.now,
                    tags: ["note": String(repeating: "n", count: 60_000)], keys: []),
                fingerprint: nil, listedAt: nil, missingSince: nil)
        }
        try await ledger.save(users, removing: [], in: account, fence: fence)
        #expect(try await ledger.everyUser(in: account) == users)
        #expect(table.calls.filter { $0.operation == "TransactWriteItems" }.count == 4)
    }
}
