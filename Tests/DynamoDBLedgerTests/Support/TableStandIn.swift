import FoundationEssentials
import NIOHTTP1
import Synchronization

@testable import AWS

/// Stands in for DynamoDB with one table in memory: the calls, conditions and limits that the ledger uses, and faults
/// on request. The same contract runs against moto in EstateTests, so that a mistake here is found.
final class TableStandIn: HTTPSender {
    /// What goes wrong with one call.
    enum Fault: Sendable {
        case none
        /// It is carried out, and the answer is lost.
        case answerLost
        /// It never arrives, but the sender can't know.
        case callLost
        /// It is refused with that code, and for a transaction with that reason for its first item.
        case refused(String, reason: String? = nil)
        /// Of a batch only the first item is processed.
        case unprocessed
    }

    struct Call: Sendable {
        let operation: String
        let body: String
    }

    private struct State {
        var items: [DynamoDBKey: DynamoDBItem] = [:]
        var tokens: Set<String> = []
        var calls: [Call] = []
        var afterwards: (operation: String, change: @Sendable (inout [DynamoDBKey: DynamoDBItem]) -> Void)?
    }

    private let state = Mutex(State())
    private let fault: @Sendable (_ operation: String, _ number: Int) -> Fault
    private let pageSize: Int
    private let forgetsTokens: Bool

    /// - Parameters:
    ///   - pageSize: the most items of one page of a query.
    ///   - forgetsTokens: whether a transaction that is sent again is carried out again.
    ///   - fault: what goes wrong with a call of that operation, by its number among all calls from 1.
    init(
        pageSize: Int = 1_000, forgetsTokens: Bool = false,
        fault: @escaping @Sendable (String, Int) -> Fault = { _, _ in .none }
    ) {
        self.pageSize = pageSize
        self.forgetsTokens = forgetsTokens
        self.fault = fault
    }

    var calls: [Call] { state.withLock { $0.calls } }
    var items: [DynamoDBKey: DynamoDBItem] { state.withLock { $0.items } }

    func change(_ body: (inout [DynamoDBKey: DynamoDBItem]) -> Void) { state.withLock { body(&$0.items) } }

    /// Changes the items after the next call of that operation, before its answer arrives.
    func afterNext(
        _ operation: String, _ change: @escaping @Sendable (inout [DynamoDBKey: DynamoDBItem]) -> Void
    ) {
        state.withLock { $0.afterwards = (operation, change) }
    }

    /// The same table without its items; what it was called for is kept.
    func emptied() -> TableStandIn {
        change { $0 = [:] }
        return self
    }

    func send(_ request: WireRequest) async throws -> WireResponse {
        let target = request.headers.first(name: "X-Amz-Target") ?? ""
        let operation = String(target.split(separator: ".").last ?? "")
        return try state.withLock { state in
            state.calls.append(Call(operation: operation, body: String(decoding: request.body, as: UTF8.self)))
            let fault = fault(operation, state.calls.count)
            switch fault {
            case .callLost: throw WireFailure.timedOut(sent: true)
            case .refused(let code, let reason): return Self.refusal(code, reasons: reason.map { [$0] } ?? [])
            case .none, .answerLost, .unprocessed: break
            }
            let input = try JSONDecoder().decode(TableRequest.self, from: Data(request.body))
            let response: WireResponse
            do throws(TableRefusal) {
                var only = Int.max
                if case .unprocessed = fault { only = 1 }
                response = try Self.answer(operation, input, &state, pageSize: pageSize, only: only)
            } catch {
                response = Self.refusal(error.code, reasons: error.reasons)
            }
            if forgetsTokens { state.tokens = [] }
            if let (after, change) = state.afterwards, after == operation {
                change(&state.items)
                state.afterwards = nil
            }
            if case .answerLost = fault { throw WireFailure.connection(reason: "the answer is lost", sent: true) }
            return response
        }
    }

    private static func refusal(_ code: String, reasons: [String]) -> WireResponse {
        let listed = reasons.map { "{\"Code\":\"\($0)\"}" }.joined(separator: ",")
        let body =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#\(code)\",\"message\":\"no\","
            + "\"CancellationReasons\":[\(listed)]}"
        return WireResponse(status: 400, body: Array(body.utf8))
    }

    private static func answer(
        _ operation: String, _ input: TableRequest, _ state: inout State, pageSize: Int, only: Int
    ) throws(TableRefusal) -> WireResponse {
        switch operation {
        case "GetItem": return made(Answer(Item: state.items[try key(input.Key)]))
        case "PutItem":
            try check(input.write, state.items)
            state.items[try key(input.Item)] = input.Item
            return made(Answer())
        case "Query": return try query(input, state.items, pageSize)
        case "BatchGetItem":
            let asked = try input.keys
            guard asked.count <= 100, Set(asked).count == asked.count else { throw .invalid }
            let left = Array(asked.dropFirst(only))
            let found = asked.prefix(only).compactMap { state.items[$0] }
            return made(
                Answer(
                    Responses: ["relevo": found],
                    UnprocessedKeys: left.isEmpty ? [:] : ["relevo": .init(Keys: left.map(attributes))]))
        case "BatchWriteItem":
            let asked = input.RequestItems?["relevo"]?.writes ?? []
            var keys: [DynamoDBKey] = []
            for write in asked { keys.append(try key(write.PutRequest?.Item ?? write.DeleteRequest?.Key)) }
            guard asked.count <= 25, Set(keys).count == keys.count else { throw .invalid }
            for (key, write) in zip(keys, asked).prefix(only) {
                if let item = write.PutRequest?.Item { try fits(item) }
                state.items[key] = write.PutRequest?.Item
            }
            let left = Array(asked.dropFirst(only))
            return made(Answer(UnprocessedItems: left.isEmpty ? [:] : ["relevo": left]))
        case "TransactWriteItems": return try transact(input, &state)
        default: throw .invalid
        }
    }

    private static func transact(_ input: TableRequest, _ state: inout State) throws(TableRefusal) -> WireResponse {
        let token = input.ClientRequestToken ?? ""
        if state.tokens.contains(token) { return made(Answer()) }
        let writes = input.TransactItems ?? []
        var keys: [DynamoDBKey] = []
        for write in writes { keys.append(try write.place) }
        guard (1...100).contains(writes.count), Set(keys).count == keys.count else { throw .invalid }
        let reasons = writes.map { write in
            write.condition.holds(state.items[(try? write.place) ?? DynamoDBKey("", "")])
                ? "None" : "ConditionalCheckFailed"
        }
        guard reasons.allSatisfy({ $0 == "None" }) else {
            throw TableRefusal(code: "TransactionCanceledException", reasons: reasons)
        }
        for (key, write) in zip(keys, writes) where write.ConditionCheck == nil {
            if let item = write.Put?.Item { try fits(item) }
            state.items[key] = write.Put?.Item
        }
        state.tokens.insert(token)
        return made(Answer())
    }

    private static func query(
        _ input: TableRequest, _ items: [DynamoDBKey: DynamoDBItem], _ pageSize: Int
    ) throws(TableRefusal) -> WireResponse {
        guard let partition = input.ExpressionAttributeValues?[":p"]?.string, input.ConsistentRead == true,
            input.Limit ?? 1 > 0
        else { throw .invalid }
        let value = input.ExpressionAttributeValues?[":s"]?.string ?? ""
        let start = try input.ExclusiveStartKey.map { item throws(TableRefusal) in try key(item) }
        let matches = items.filter { key, _ in
            guard key.partition == partition, start.map({ $0.sort < key.sort }) ?? true else { return false }
            switch input.KeyConditionExpression {
            case "#p = :p": return true
            case "#p = :p AND #s > :s": return key.sort > value
            case "#p = :p AND #s >= :s": return key.sort >= value
            case "#p = :p AND #s < :s": return key.sort < value
            default: return false
            }
        }.sorted { $0.key.sort < $1.key.sort }
        let page = matches.prefix(min(pageSize, input.Limit ?? .max))
        let last = page.count < matches.count ? page.last.map { attributes($0.key) } : nil
        return made(Answer(Items: page.map(\.value), LastEvaluatedKey: last))
    }

    private static func check(_ write: TableRequest.Write, _ items: [DynamoDBKey: DynamoDBItem]) throws(TableRefusal) {
        if let item = write.Item { try fits(item) }
        guard write.holds(items[try key(write.Item ?? write.Key)]) else {
            throw TableRefusal(code: "ConditionalCheckFailedException")
        }
    }

    private static func fits(_ item: DynamoDBItem) throws(TableRefusal) {
        guard DynamoDBLimits.size(of: item) <= 400 * 1_024 else { throw .invalid }
    }

    static func key(_ item: DynamoDBItem?) throws(TableRefusal) -> DynamoDBKey {
        guard let pk = item?["pk"]?.string, let sk = item?["sk"]?.string, !pk.isEmpty, !sk.isEmpty else {
            throw .invalid
        }
        return DynamoDBKey(pk, sk)
    }

    private static func attributes(_ key: DynamoDBKey) -> DynamoDBItem {
        ["pk": .string(key.partition), "sk": .string(key.sort)]
    }

    private static func made(_ answer: Answer) -> WireResponse {
        WireResponse(status: 200, body: Array((try? JSONEncoder().encode(answer)) ?? Data()))
    }

    private struct Answer: Encodable {
        var Item: DynamoDBItem?
        var Items: [DynamoDBItem]?
        var LastEvaluatedKey: DynamoDBItem?
        var Responses: [String: [DynamoDBItem]]?
        var UnprocessedKeys: [String: DynamoDBRequest.Keys]?
        var UnprocessedItems: [String: [DynamoDBRequest.BatchWrite]]?
    }
}
