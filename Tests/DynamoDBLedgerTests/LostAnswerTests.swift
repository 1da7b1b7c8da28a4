import FoundationEssentials
import KeyPolicy
import KeyWatch
import Synchronization
import Testing

@testable import AWS
@testable import DynamoDBLedger

/// What holds when it isn't known whether a write arrived.
struct LostAnswerTests {
    private static func table(
        _ operation: String, losing fault: TableStandIn.Fault, times: Int = 1
    ) -> TableStandIn {
        let left = Countdown(times)
        return TableStandIn(forgetsTokens: true) { called, _ in
            called == operation && left.isStill() ? fault : .none
        }
    }

    @Test(arguments: [TableStandIn.Fault.answerLost, .callLost])
    func `a lease whose answer is lost is taken once`(fault: TableStandIn.Fault) async throws {
        let table = Self.table("PutItem", losing: fault)
        let fence = try await Bench.fence(try Bench.ledger(table, attempts: 1))
        #expect(fence.number == 1)
        #expect(table.items[TableLayout.lease]?["number"] == .number(1))
    }

    @Test func `a run doesn't believe that it holds a lease that another took`() async throws {
        let table = Self.table("PutItem", losing: .callLost)
        let late = try Bench.ledger(table, attempts: 1)
        // It is taken by another run, between the read and the put that is lost and sent again.
        let other = Lease(number: 1, holder: try Bench.run(2), until: .distantFuture).item
        table.afterNext("GetItem") { $0[TableLayout.lease] = other }
        let fence = try await late.acquireLease(holder: Bench.run(1), now: Bench.now, until: .distantFuture)
        #expect(fence == nil)
        #expect(table.items[TableLayout.lease] == other)
    }

    @Test(arguments: [TableStandIn.Fault.answerLost, .callLost])
    func `events whose answer is lost are recorded once`(fault: TableStandIn.Fault) async throws {
        let ledger = try Bench.ledger(Self.table("TransactWriteItems", losing: fault, times: 2), attempts: 1)
        let fence = try await Bench.fence(ledger)
        try await ledger.append([Bench.message(1), Bench.notice(1, account: 1)], run: fence.holder, fence: fence)
        #expect(try await ChainVerification.of(ledger).events == 2)
        #expect(try await ledger.unsentMessages().count == 1)
        #expect(try await ledger.openPromises().count == 1)
    }

    @Test(arguments: [TableStandIn.Fault.answerLost, .callLost])
    func `a request whose answer is lost was accepted once, not refused`(fault: TableStandIn.Fault) async throws {
        let ledger = try Bench.ledger(Self.table("TransactWriteItems", losing: fault), attempts: 1)
        #expect(try await ledger.post([Bench.stop(1)], after: 0, run: Bench.run()))
        #expect(try await ledger.heads().map(\.sequence) == [1])
        // The same request of another attempt is another request.
        #expect(try await !ledger.post([Bench.stop(1)], after: 0, run: Bench.run()))
    }

    @Test func `a write that never gets an answer fails with a sentence`() async throws {
        let ledger = try Bench.ledger(Self.table("TransactWriteItems", losing: .callLost, times: .max))
        let fence = try await Bench.fence(ledger)
        let error = await #expect(throws: LedgerError.self) {
            try await ledger.append([Bench.message(1)], run: fence.holder, fence: fence)
        }
        #expect(
            "\(error.map { "\($0)" } ?? "")".hasPrefix(
                "The ledger failed while recording what happened: no answer came from DynamoDB, so it is unknown "
                    + "whether this was recorded; the next run reads it (DynamoDB TransactWriteItems (hub) failed: AWS")
        )
        #expect(try await ledger.heads() == [])
    }

    @Test func `a release or renewal whose answer is lost was made`() async throws {
        let ledger = try Bench.ledger(
            TableStandIn(forgetsTokens: true) { _, number in number.isMultiple(of: 3) ? .answerLost : .none })
        let fence = try await Bench.fence(ledger)
        try await ledger.renewLease(fence, until: Bench.now.addingTimeInterval(7_200))
        #expect(try await ledger.leaseHolder(now: Bench.now.addingTimeInterval(7_199)) == fence.holder)
        try await ledger.releaseLease(fence)
        #expect(try await ledger.leaseHolder(now: Bench.now) == nil)
    }
}

struct LedgerErrorSentenceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let says: String
    }

    @Test(arguments: [
        Row(
            testDescription: "ResourceNotFoundException",
            says: "there is no table relevo in eu-west-1 in the account of Relevo's own credentials; correct `ledger:` "
                + "or AWS_REGION, or create the table with `aws dynamodb create-table --region eu-west-1 --table-name "
                + "relevo --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=pk,AttributeType=S "
                + "AttributeName=sk,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH "
                + "AttributeName=sk,KeyType=RANGE`"),
        Row(
            testDescription: "AccessDeniedException",
            says:
                "access to the table relevo in eu-west-1 is denied (no); allow dynamodb:GetItem, BatchGetItem, Query, "
                + "PutItem, DeleteItem, BatchWriteItem and ConditionCheckItem on that table"),
        Row(
            testDescription: "ProvisionedThroughputExceededException",
            says: "DynamoDB throttles the table relevo in eu-west-1; give it on-demand capacity, or a higher limit"),
    ])
    func `every error names the table and the fix`(row: Row) async throws {
        let ledger = try Bench.ledger(TableStandIn { _, _ in .refused(row.testDescription) })
        await #expect(throws: LedgerError.failed(act: "opening it", why: row.says)) { try await ledger.checkUsable() }
    }
}

/// Counts down, for faults that end.
final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func isStill() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}
