/// Reads and writes the items of one DynamoDB table.
///
/// Every read is consistent: it sees each write that succeeded before it.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/>
package struct DynamoDBClient: Sendable {
    package let table: DynamoDBTable
    private let transport: AWSTransport

    package init(_ transport: AWSTransport, table: DynamoDBTable) {
        self.transport = transport
        self.table = table
    }

    /// The Region whose table it is.
    package var region: String { transport.settings.endpoints.region }

    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html>
    package func getItem(_ key: DynamoDBKey) async throws -> DynamoDBItem? {
        let input = DynamoDBRequest.GetItem(TableName: table.name, Key: table.attributes(of: key))
        return try await call("GetItem", input, as: DynamoDBResponse.GetItem.self).Item
    }

    /// The items that exist, by their keys; any number of keys.
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>
    package func batchGetItem(_ keys: some Sequence<DynamoDBKey>) async throws -> [DynamoDBKey: DynamoDBItem] {
        var missing = Array(Set(keys)).map(table.attributes)
        var found: [DynamoDBKey: DynamoDBItem] = [:]
        var failures = 0
        while !missing.isEmpty {
            let asked = DynamoDBRequest.Keys(Keys: Array(missing.prefix(DynamoDBLimits.batchGet)))
            let response = try await call(
                "BatchGetItem", DynamoDBRequest.BatchGetItem(RequestItems: [table.name: asked]),
                as: DynamoDBResponse.BatchGetItem.self)
            let items = response.Responses?[table.name] ?? []
            for item in items { if let key = table.key(of: item) { found[key] = item } }
            let left = response.UnprocessedKeys?[table.name]?.Keys ?? []
            missing = left + missing.dropFirst(DynamoDBLimits.batchGet)
            try await rest("BatchGetItem", left.count < asked.Keys.count, isOver: left.isEmpty, &failures)
        }
        return found
    }

    /// The items of a partition that match, in the order of their sort keys, from all pages.
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html>
    package func query(_ query: DynamoDBQuery) async throws -> [DynamoDBItem] {
        let expression = DynamoDBExpression(query, in: table)
        var items: [DynamoDBItem] = []
        var start: DynamoDBItem?
        while query.limit.map({ items.count < $0 }) ?? true {
            let input = DynamoDBRequest.Query(
                TableName: table.name, KeyConditionExpression: expression.text,
                ExpressionAttributeNames: expression.names, ExpressionAttributeValues: expression.values,
                Limit: query.limit.map { $0 - items.count }, ExclusiveStartKey: start)
            let page = try await call("Query", input, as: DynamoDBResponse.Query.self)
            items += page.Items ?? []
            guard let next = page.LastEvaluatedKey else { break }
            guard next != start else {
                throw AWSError.incomplete("a page repeated its own key")
                    .during(.dynamoDB, "Query", scope: transport.scope)
            }
            start = next
        }
        return items
    }
}

extension DynamoDBClient {
    /// Puts an item in place of the one with the same key.
    ///
    /// - Throws: ``AWSError`` with ``AWSError/failedConditions`` when the condition doesn't hold, and of the kind
    ///   `ambiguous` when the item may have been put.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html>
    package func putItem(_ item: DynamoDBItem, if condition: DynamoDBCondition? = nil) async throws {
        let input = DynamoDBRequest.Write(table: table.name, item: item, condition: condition)
        _ = try await call("PutItem", input, as: DynamoDBResponse.Nothing.self, changesState: true)
    }

    /// Carries out all writes or none.
    ///
    /// - Parameter token: names the transaction: within ten minutes, the same transaction with the same token is
    ///   carried out once.
    /// - Throws: ``AWSError`` with its ``AWSError/reasons`` when it was canceled, and of the kind `ambiguous` when it
    ///   may have been carried out.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html>
    package func transactWriteItems(_ writes: [DynamoDBWrite], token: String) async throws {
        let items = writes.map { $0.part(of: table) }
        let input = DynamoDBRequest.TransactWriteItems(TransactItems: items, ClientRequestToken: token)
        _ = try await call("TransactWriteItems", input, as: DynamoDBResponse.Nothing.self, changesState: true)
    }

    /// Puts and deletes any number of items, each for itself: when it fails, some may have been written.
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html>
    package func batchWriteItem(puts: [DynamoDBItem] = [], deletes: [DynamoDBKey] = []) async throws {
        // One call may name each key once.
        var seen: Set<DynamoDBKey> = []
        let kept = puts.filter { item in table.key(of: item).map { seen.insert($0).inserted } ?? true }
        var missing = kept.map { DynamoDBRequest.BatchWrite(PutRequest: .init(Item: $0)) }
        missing += deletes.filter { seen.insert($0).inserted }.map {
            DynamoDBRequest.BatchWrite(DeleteRequest: .init(Key: table.attributes(of: $0)))
        }
        var failures = 0
        while !missing.isEmpty {
            let asked = Array(missing.prefix(DynamoDBLimits.batchWrite))
            let response = try await call(
                "BatchWriteItem", DynamoDBRequest.BatchWriteItem(RequestItems: [table.name: asked]),
                as: DynamoDBResponse.BatchWriteItem.self)
            let left = response.UnprocessedItems?[table.name] ?? []
            missing = left + missing.dropFirst(DynamoDBLimits.batchWrite)
            try await rest("BatchWriteItem", left.count < asked.count, isOver: left.isEmpty, &failures)
        }
    }

    /// Waits a random part of a delay that doubles with each failure in a row: 50 ms at most after the first, two
    /// seconds at most after many.
    package func pause(afterFailure number: Int) async throws {
        var most = 0.05
        for _ in 1..<max(number, 1) where most < 2 { most *= 2 }
        try await transport.settings.sleep(.seconds(min(most, 2) * transport.settings.random()))
    }

    /// Waits before what a batch left over is sent again; gives up after ten batches in a row of which nothing was
    /// processed.
    private func rest(
        _ operation: String, _ isProgress: Bool, isOver: Bool, _ failures: inout Int
    ) async throws {
        failures = isProgress ? 0 : failures + 1
        guard failures < 10 else {
            var error = AWSError(
                .refused, code: "ProvisionedThroughputExceededException",
                message: "nothing of a batch was processed, ten times in a row")
            error = error.during(.dynamoDB, operation, scope: transport.scope)
            throw error
        }
        if !isOver { try await pause(afterFailure: failures + 1) }
    }

    private func call<Output: Decodable>(
        _ operation: String, _ input: some Encodable, as output: Output.Type, changesState: Bool = false
    ) async throws -> Output {
        try await transport.json(
            .dynamoDB, operation, target: "DynamoDB_20120810", version: "1.0", input, changesState: changesState,
            as: output)
    }
}

extension AWSError {
    /// The places in a canceled transaction of the writes whose conditions did not hold; 0 for a write alone.
    package var failedConditions: [Int] { reasons.indices.filter { reasons[$0] == "ConditionalCheckFailed" } }

    /// Whether the call may have been carried out although it failed.
    package var isUncertain: Bool { [.ambiguous, .timeOut, .connection].contains(kind) }
}
