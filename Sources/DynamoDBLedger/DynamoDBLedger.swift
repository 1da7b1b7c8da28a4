package import AWS
import FoundationEssentials
import KeyPolicy
import KeyWatch

/// The ledger in one DynamoDB table, for several processes on several machines.
///
/// Every write is a conditional write: a transaction that checks the fence it carries and the head of each stream that
/// it continues; a scan's writes carry no fence, and check the account's own item. A write whose answer was lost is
/// looked up by its attempt id, never assumed. Every read is consistent, and is a query or names its keys. The layout is
/// in ``TableLayout`` and in Docs/decisions/0014-one-table.md.
package struct DynamoDBLedger: Ledger {
    /// `dynamodb:TABLE`, as the configuration has it, for errors.
    package let place: String
    let client: DynamoDBClient

    /// - Parameter transport: with credentials and a Region that have the table.
    package init(table: String, _ transport: AWSTransport) {
        place = "dynamodb:\(table)"
        client = DynamoDBClient(
            transport,
            table: DynamoDBTable(
                name: table, partitionKey: TableLayout.partitionKey, sortKey: TableLayout.sortKey))
    }

    /// Throws `LedgerError` when the table is missing, can't be read, or was written by a newer Relevo.
    package func checkUsable() async throws {
        try await read("opening it") { _ = try await lease() }
    }

    /// Whether nothing was ever recorded in it.
    package func isNew() async throws -> Bool {
        try await read("opening it") { try await client.query(DynamoDBQuery(TableLayout.heads, limit: 1)).isEmpty }
    }
}

extension DynamoDBLedger {
    /// How often a write is tried while others write the same items, or its answers are lost.
    static let mostTries = 30

    func read<Value: Sendable>(_ act: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as AWSError {
            throw LedgerError(error, act: act, client)
        }
    }

    /// A write that began is finished even if its task is cancelled: what has happened must be recorded.
    func write<Value: Sendable>(
        _ act: String, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            return try await Task { try await body() }.value
        } catch let error as AWSError {
            throw LedgerError(error, act: act, client)
        }
    }

    /// How a transaction ended.
    enum Outcome {
        case written
        /// Nothing was written, because the conditions of the writes at these places did not hold.
        case refused([Int])
    }

    /// Carries out a transaction, or finds out that it was carried out.
    ///
    /// - Parameter isWritten: whether what it writes is there, by its attempt id.
    func transact(
        _ writes: [DynamoDBWrite], attempt: String, isWritten: () async throws -> Bool
    ) async throws -> Outcome {
        try TableItem.check(writes)
        var failure = 0
        while true {
            failure += 1
            do {
                try await client.transactWriteItems(writes, token: attempt)
                return .written
            } catch let error as AWSError {
                let failed = error.failedConditions
                guard !failed.isEmpty || error.isUncertain || error.isRetryable else { throw error }
                // Also when a condition failed: an earlier attempt whose answer was lost may have changed the item.
                if try await isWritten() { return .written }
                if !failed.isEmpty { return .refused(failed) }
                guard failure < Self.mostTries else { throw error }
            }
            try await client.pause(afterFailure: failure)
        }
    }

    /// Puts an item that carries an attempt id. Returns whether it was put: false when the condition did not hold.
    func put(_ item: DynamoDBItem, if condition: DynamoDBCondition) async throws -> Bool {
        guard let key = client.table.key(of: item) else { return false }
        var failure = 0
        while true {
            failure += 1
            do {
                try await client.putItem(item, if: condition)
                return true
            } catch let error as AWSError {
                let isRefused = !error.failedConditions.isEmpty
                guard isRefused || error.isUncertain || error.isRetryable else { throw error }
                if try await client.getItem(key)?[TableLayout.attempt] == item[TableLayout.attempt] { return true }
                if isRefused { return false }
                guard failure < Self.mostTries else { throw error }
            }
            try await client.pause(afterFailure: failure)
        }
    }

    /// Carries out writes under the lease, all or none; at most 99.
    func transact(_ writes: [DynamoDBWrite], fence: Fence) async throws {
        let attempt = UUID().uuidString
        // Puts and deletes without conditions: carried out again, they change nothing.
        let outcome = try await transact([Lease.check(fence)] + writes, attempt: attempt) { false }
        if case .refused = outcome { throw LedgerError.fenced(holder: try await lease()?.holder) }
    }
}

extension LedgerError {
    /// Translates an error of DynamoDB for the person who runs Relevo.
    init(_ error: AWSError, act: String, _ client: DynamoDBClient) {
        let (table, region) = (client.table.name, client.region)
        let why =
            switch error.code {
            case "ResourceNotFoundException":
                "there is no table \(table) in \(region) in the account of Relevo's own credentials; correct `ledger:` "
                    + "or AWS_REGION, or create the table with `aws dynamodb create-table --region \(region) "
                    + "--table-name \(table) --billing-mode PAY_PER_REQUEST "
                    + "--attribute-definitions AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=S "
                    + "--key-schema AttributeName=pk,KeyType=HASH AttributeName=sk,KeyType=RANGE`"
            case "ValidationException" where error.message.contains("key"):
                "the table \(table) in \(region) is not a ledger's: its key must be pk and sk, both strings "
                    + "(\(error.message)); name another table in `ledger:`"
            case _ where error.isAccessDenied:
                "access to the table \(table) in \(region) is denied (\(error.message)); allow dynamodb:GetItem, "
                    + "BatchGetItem, Query, PutItem, DeleteItem, BatchWriteItem and ConditionCheckItem on that table"
            case _ where error.isThrottling:
                "DynamoDB throttles the table \(table) in \(region); give it on-demand capacity, or a higher limit"
            case _ where error.isUncertain:
                "no answer came from DynamoDB, so it is unknown whether this was recorded; the next run reads it "
                    + "(\(Self.open(error)))"
            default: Self.open(error)
            }
        self = .failed(act: act, why: why)
    }

    /// The error's sentence without its full stop.
    private static func open(_ error: AWSError) -> String {
        let sentence = error.description
        return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }
}
