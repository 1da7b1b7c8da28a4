@testable import AWS

/// A call that the table refuses.
struct TableRefusal: Error {
    let code: String
    var reasons: [String] = []

    static let invalid = TableRefusal(code: "ValidationException")
}

/// The body of any of the calls.
struct TableRequest: Decodable {
    struct Write: Decodable {
        let Item: DynamoDBItem?
        let Key: DynamoDBItem?
        let ConditionExpression: String?
        let ExpressionAttributeNames: [String: String]?
        let ExpressionAttributeValues: [String: DynamoDBValue]?

        /// Whether the condition holds for what is there.
        func holds(_ item: DynamoDBItem?) -> Bool {
            guard let text = ConditionExpression else { return true }
            return text.split(separator: " AND ").allSatisfy { clause in
                let words = clause.split { " ()=".contains($0) }.map(String.init)
                let isAbsent = clause.hasPrefix("attribute_not_exists(")
                let name = ExpressionAttributeNames?[words[isAbsent ? 1 : 0]] ?? "?"
                if isAbsent { return item?[name] == nil }
                return item?[name] == ExpressionAttributeValues?[words[1]]
            }
        }
    }

    struct TransactItem: Decodable {
        let Put: Write?
        let Delete: Write?
        let ConditionCheck: Write?

        var condition: Write { Put ?? Delete ?? ConditionCheck ?? .init(nothing: ()) }

        var place: DynamoDBKey {
            get throws(TableRefusal) { try TableStandIn.key(condition.Item ?? condition.Key) }
        }
    }

    /// Keys to read, or writes.
    struct Batch: Decodable {
        var keys: [DynamoDBItem] = []
        var writes: [DynamoDBRequest.BatchWrite] = []

        init(from decoder: any Decoder) throws {
            if let read = try? DynamoDBRequest.Keys(from: decoder), read.ConsistentRead == true {
                keys = read.Keys
            } else {
                writes = try [DynamoDBRequest.BatchWrite](from: decoder)
            }
        }
    }

    let Key: DynamoDBItem?
    let Item: DynamoDBItem?
    let ConditionExpression: String?
    let KeyConditionExpression: String?
    let ExpressionAttributeNames: [String: String]?
    let ExpressionAttributeValues: [String: DynamoDBValue]?
    let ConsistentRead: Bool?
    let Limit: Int?
    let ExclusiveStartKey: DynamoDBItem?
    let RequestItems: [String: Batch]?
    let TransactItems: [TransactItem]?
    let ClientRequestToken: String?

    var write: Write {
        Write(
            Item: Item, Key: Key, ConditionExpression: ConditionExpression,
            ExpressionAttributeNames: ExpressionAttributeNames, ExpressionAttributeValues: ExpressionAttributeValues)
    }

    var keys: [DynamoDBKey] {
        get throws(TableRefusal) {
            var keys: [DynamoDBKey] = []
            for item in RequestItems?["relevo"]?.keys ?? [] { keys.append(try TableStandIn.key(item)) }
            return keys
        }
    }
}

extension TableRequest.Write {
    fileprivate init(nothing: Void) {
        self.init(
            Item: nil, Key: nil, ConditionExpression: nil, ExpressionAttributeNames: nil, ExpressionAttributeValues: nil
        )
    }
}
