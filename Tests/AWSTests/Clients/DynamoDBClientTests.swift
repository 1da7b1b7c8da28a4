import NIOHTTP1
import Testing

@testable import AWS

struct DynamoDBClientTests {
    private static let key = DynamoDBKey("events/runs", "17")

    private static func client(_ sender: any HTTPSender, _ clock: ManualClock = ManualClock()) throws -> DynamoDBClient
    {
        DynamoDBClient(
            try Made.transport(sender, try Made.settings(clock)),
            table: DynamoDBTable(name: "relevo", partitionKey: "pk", sortKey: "sk"))
    }

    private static func refusal(_ code: String, reasons: [String] = []) -> ScriptedSender.Step {
        let listed = reasons.map { "{\"Code\":\"\($0)\",\"Message\":\"why\"}" }.joined(separator: ",")
        return .text(
            400,
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#\(code)\",\"Message\":\"no\","
                + "\"CancellationReasons\":[\(listed)]}")
    }

    @Test func `an item is read consistently, in JSON 1_0`() async throws {
        let sender = ScriptedSender([
            .text(
                200,
                #"{"Item":{"pk":{"S":"events/runs"},"sk":{"S":"17"},"at":{"N":"-5"},"odd":{"BOOL":true},"#
                    + #""x":{"N":"1.5"}}}"#
            ),
            .text(200, "{}"),
        ])
        let client = try Self.client(sender)
        let item = try await client.getItem(Self.key)
        #expect(
            item == [
                "pk": .string("events/runs"), "sk": .string("17"), "at": .number(-5), "odd": .other, "x": .other,
            ])
        #expect(try await client.getItem(Self.key) == nil)
        let request = try #require(sender.requests.first)
        #expect(request.url == "https://dynamodb.us-east-1.amazonaws.com/")
        #expect(request.headers["X-Amz-Target"] == ["DynamoDB_20120810.GetItem"])
        #expect(request.headers["Content-Type"] == ["application/x-amz-json-1.0"])
        #expect(
            sender.bodies[0]
                == #"{"ConsistentRead":true,"Key":{"pk":{"S":"events/runs"},"sk":{"S":"17"}},"TableName":"relevo"}"#)
    }

    @Test func `a query reads all pages, up to its limit`() async throws {
        let page = ScriptedSender.Step.text(
            200, #"{"Items":[{"pk":{"S":"a"},"sk":{"S":"1"}}],"LastEvaluatedKey":{"pk":{"S":"a"},"sk":{"S":"1"}}}"#)
        let sender = ScriptedSender([
            page, .text(200, #"{"Items":[],"LastEvaluatedKey":{"pk":{"S":"a"},"sk":{"S":"2"}}}"#),
            .text(200, #"{"Items":[{"pk":{"S":"a"},"sk":{"S":"3"}}]}"#), page,
        ])
        let client = try Self.client(sender)
        #expect(try await client.query(DynamoDBQuery("a", .after("0"))).compactMap { $0["sk"]?.string } == ["1", "3"])
        #expect(try await client.query(DynamoDBQuery("a", limit: 1)).count == 1)
        #expect(try await client.query(DynamoDBQuery("a", limit: 0)).isEmpty)
        #expect(
            sender.bodies[1]
                == ##"{"ConsistentRead":true,"ExclusiveStartKey":{"pk":{"S":"a"},"sk":{"S":"1"}},"##
                + ##""ExpressionAttributeNames":{"#p":"pk","#s":"sk"},"##
                + ##""ExpressionAttributeValues":{":p":{"S":"a"},":s":{"S":"0"}},"##
                + ##""KeyConditionExpression":"#p = :p AND #s > :s","TableName":"relevo"}"##)
        #expect(sender.bodies[3].contains(#""Limit":1"#))
    }

    @Test func `a query that repeats its page ends with an error`() async throws {
        let page = ScriptedSender.Step.text(200, #"{"Items":[],"LastEvaluatedKey":{"pk":{"S":"a"},"sk":{"S":"1"}}}"#)
        let client = try Self.client(ScriptedSender([page, page]))
        let error = await #expect(throws: AWSError.self) { try await client.query(DynamoDBQuery("a")) }
        #expect(error?.kind == .incomplete)
    }

    @Test func `a transaction names its table in every part and carries its token`() async throws {
        let sender = ScriptedSender([.text(200, "{}")])
        try await Self.client(sender).transactWriteItems(
            [
                .check(DynamoDBKey("lease", "lease"), .equals("number", .number(7))),
                .put(["pk": .string("a"), "sk": .string("1")], if: .absent("pk")), .delete(Self.key),
            ], token: "t-1")
        #expect(
            sender.bodies == [
                ##"{"ClientRequestToken":"t-1","TransactItems":[{"ConditionCheck":{"ConditionExpression":"#c0 = :c0","##
                    + ##""ExpressionAttributeNames":{"#c0":"number"},"ExpressionAttributeValues":{":c0":{"N":"7"}},"##
                    + ##""Key":{"pk":{"S":"lease"},"sk":{"S":"lease"}},"TableName":"relevo"}},"##
                    + ##"{"Put":{"ConditionExpression":"attribute_not_exists(#c0)","##
                    + ##""ExpressionAttributeNames":{"#c0":"pk"},"Item":{"pk":{"S":"a"},"sk":{"S":"1"}},"##
                    + ##""TableName":"relevo"}},{"Delete":{"Key":{"pk":{"S":"events/runs"},"sk":{"S":"17"}},"##
                    + ##""TableName":"relevo"}}]}"##
            ])
    }

    struct Cancellation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reasons: [String]
        let isRetried: Bool
        var failed: [Int] = []
    }

    @Test(arguments: [
        Cancellation(testDescription: "a conflict", reasons: ["None", "TransactionConflict"], isRetried: true),
        Cancellation(testDescription: "throttling", reasons: ["ThrottlingError", "None"], isRetried: true),
        Cancellation(
            testDescription: "throttling of old tables", reasons: ["ProvisionedThroughputExceeded"], isRetried: true),
        Cancellation(
            testDescription: "a condition", reasons: ["None", "ConditionalCheckFailed", "TransactionConflict"],
            isRetried: false, failed: [1]),
        Cancellation(testDescription: "a mistake", reasons: ["ValidationError"], isRetried: false),
        Cancellation(testDescription: "no reasons", reasons: [], isRetried: false),
    ])
    func `a canceled transaction is retried only for reasons that pass`(row: Cancellation) async throws {
        let steps = [Self.refusal("TransactionCanceledException", reasons: row.reasons)]
        let sender = ScriptedSender(steps + (row.isRetried ? [.text(200, "{}")] : []))
        do {
            try await Self.client(sender).transactWriteItems([.delete(Self.key)], token: "t")
            #expect(row.isRetried)
        } catch let error as AWSError {
            #expect(!row.isRetried)
            #expect(error.reasons == row.reasons)
            #expect(error.failedConditions == row.failed)
        }
        #expect(Set(sender.bodies).count == 1, "the same transaction with the same token")
    }

    @Test(arguments: ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"])
    func `throttling is retried with growing delays`(code: String) async throws {
        let clock = ManualClock()
        let sender = ScriptedSender([Self.refusal(code), Self.refusal(code), .text(200, "{}")])
        try await Self.client(sender, clock).putItem(["pk": .string("a"), "sk": .string("1")])
        #expect(clock.slept.count >= 2)
        #expect(sender.requests.count == 3)
    }

    @Test func `a put without an answer is ambiguous, and one whose condition failed is not`() async throws {
        let lost = ScriptedSender.Step.failure(.timedOut(sent: true))
        let sender = ScriptedSender(
            Array(repeating: lost, count: 5) + [
                Self.refusal("ConditionalCheckFailedException"), lost, Self.refusal("ConditionalCheckFailedException"),
            ])
        let client = try Self.client(sender)
        let item: DynamoDBItem = ["pk": .string("a"), "sk": .string("1")]
        let first = await #expect(throws: AWSError.self) { try await client.putItem(item, if: .absent("pk")) }
        #expect(first?.isUncertain == true)
        let second = await #expect(throws: AWSError.self) { try await client.putItem(item, if: .absent("pk")) }
        #expect(second?.failedConditions == [0] && second?.isUncertain == false)
        let third = await #expect(throws: AWSError.self) { try await client.putItem(item, if: .absent("pk")) }
        #expect(third?.isUncertain == true && third?.failedConditions == [0], "an earlier attempt may have put it")
    }

    @Test func `what a batch leaves over is sent again, and a key only once`() async throws {
        let sender = ScriptedSender([
            .text(
                200,
                #"{"UnprocessedItems":{"relevo":[{"DeleteRequest":{"Key":{"pk":{"S":"b"},"sk":{"S":"1"}}}}]}}"#),
            .text(200, #"{"UnprocessedItems":{}}"#),
            .text(
                200,
                #"{"Responses":{"relevo":[{"pk":{"S":"a"},"sk":{"S":"1"}}]},"UnprocessedKeys":{"relevo":"#
                    + #"{"Keys":[{"pk":{"S":"b"},"sk":{"S":"1"}}],"ConsistentRead":true}}}"#),
            .text(200, #"{"Responses":{"relevo":[]},"UnprocessedKeys":{}}"#),
        ])
        let client = try Self.client(sender)
        let item: DynamoDBItem = ["pk": .string("a"), "sk": .string("1")]
        let (a, b) = (DynamoDBKey("a", "1"), DynamoDBKey("b", "1"))
        try await client.batchWriteItem(puts: [item, item], deletes: [a, b])
        #expect(
            sender.bodies[1]
                == #"{"RequestItems":{"relevo":[{"DeleteRequest":{"Key":{"pk":{"S":"b"},"sk":{"S":"1"}}}}]}}"#)
        #expect(try await client.batchGetItem([a, b, b]) == [a: item])
        #expect(
            sender.bodies[3]
                == #"{"RequestItems":{"relevo":{"ConsistentRead":true,"Keys":[{"pk":{"S":"b"},"sk":{"S":"1"}}]}}}"#)
    }

    @Test func `batches are cut to what one call may have`() async throws {
        let sender = ScriptedSender(Array(repeating: .text(200, "{}"), count: 5))
        let client = try Self.client(sender)
        try await client.batchWriteItem(deletes: (1...60).map { DynamoDBKey("a", "\($0)") })
        _ = try await client.batchGetItem((1...150).map { DynamoDBKey("a", "\($0)") })
        #expect(sender.bodies.map { $0.split(separator: "\"sk\"").count - 1 } == [25, 25, 10, 100, 50])
    }

    @Test func `a batch of which nothing is processed ends with an error`() async throws {
        let left = ScriptedSender.Step.text(
            200, #"{"UnprocessedItems":{"relevo":[{"DeleteRequest":{"Key":{"pk":{"S":"b"},"sk":{"S":"1"}}}}]}}"#)
        let sender = ScriptedSender(Array(repeating: left, count: 10))
        let error = await #expect(throws: AWSError.self) {
            try await Self.client(sender).batchWriteItem(deletes: [DynamoDBKey("b", "1")])
        }
        #expect(error?.isThrottling == true)
        #expect(error?.operation == "BatchWriteItem")
    }

    @Test func `an item's size counts names and UTF-8`() {
        #expect(DynamoDBLimits.size(of: ["pk": .string("añb"), "n": .number(5)]) == 2 + 4 + 1 + 21)
    }
}
