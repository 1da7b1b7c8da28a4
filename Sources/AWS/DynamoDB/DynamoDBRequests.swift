/// The requests and responses of the calls used, with AWS's own names.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/>
enum DynamoDBRequest {
    struct GetItem: Encodable {
        let TableName: String
        let Key: DynamoDBItem
        let ConsistentRead = true
    }

    struct BatchGetItem: Encodable {
        let RequestItems: [String: Keys]
    }

    /// In requests, and in responses where it says what was not read.
    struct Keys: Codable {
        let Keys: [DynamoDBItem]
        var ConsistentRead: Bool? = true
    }

    struct Query: Encodable {
        let TableName: String
        let KeyConditionExpression: String
        let ExpressionAttributeNames: [String: String]
        let ExpressionAttributeValues: [String: DynamoDBValue]
        let Limit: Int?
        let ExclusiveStartKey: DynamoDBItem?
        let ConsistentRead = true
    }

    /// A put, a delete or a check: alone, or as a part of a transaction.
    struct Write: Encodable {
        let TableName: String
        var Item: DynamoDBItem?
        var Key: DynamoDBItem?
        private var ConditionExpression: String?
        private var ExpressionAttributeNames: [String: String]?
        private var ExpressionAttributeValues: [String: DynamoDBValue]?

        init(table: String, item: DynamoDBItem? = nil, key: DynamoDBItem? = nil, condition: DynamoDBCondition?) {
            TableName = table
            Item = item
            Key = key
            guard let expression = condition.map(DynamoDBExpression.init) else { return }
            ConditionExpression = expression.text
            ExpressionAttributeNames = expression.names
            // DynamoDB refuses an empty map.
            ExpressionAttributeValues = expression.values.isEmpty ? nil : expression.values
        }
    }

    struct TransactWriteItems: Encodable {
        struct Item: Encodable {
            var Put: Write?
            var Delete: Write?
            var ConditionCheck: Write?
        }

        let TransactItems: [Item]
        let ClientRequestToken: String
    }

    struct BatchWriteItem: Encodable {
        let RequestItems: [String: [BatchWrite]]
    }

    /// In requests, and in responses where it says what was not written.
    struct BatchWrite: Codable {
        struct Put: Codable { let Item: DynamoDBItem }
        struct Delete: Codable { let Key: DynamoDBItem }

        var PutRequest: Put?
        var DeleteRequest: Delete?
    }
}

extension DynamoDBWrite {
    /// As a part of a transaction.
    func part(of table: DynamoDBTable) -> DynamoDBRequest.TransactWriteItems.Item {
        typealias Write = DynamoDBRequest.Write
        var part = DynamoDBRequest.TransactWriteItems.Item()
        switch self {
        case .put(let item, let condition):
            part.Put = Write(table: table.name, item: item, condition: condition)
        case .delete(let key):
            part.Delete = Write(table: table.name, key: table.attributes(of: key), condition: nil)
        case .check(let key, let condition):
            part.ConditionCheck = Write(table: table.name, key: table.attributes(of: key), condition: condition)
        }
        return part
    }
}

enum DynamoDBResponse {
    struct GetItem: Decodable { let Item: DynamoDBItem? }

    struct BatchGetItem: Decodable {
        let Responses: [String: [DynamoDBItem]]?
        let UnprocessedKeys: [String: DynamoDBRequest.Keys]?
    }

    struct Query: Decodable {
        let Items: [DynamoDBItem]?
        let LastEvaluatedKey: DynamoDBItem?
    }

    struct BatchWriteItem: Decodable { let UnprocessedItems: [String: [DynamoDBRequest.BatchWrite]]? }

    /// Of calls whose response is not read.
    struct Nothing: Decodable {}
}
