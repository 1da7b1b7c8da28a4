/// A table whose items are addressed by two strings.
package struct DynamoDBTable: Sendable, Hashable {
    package let name: String
    /// The names of the two attributes of its key.
    package let partitionKey: String
    package let sortKey: String

    package init(name: String, partitionKey: String, sortKey: String) {
        self.name = name
        self.partitionKey = partitionKey
        self.sortKey = sortKey
    }
}

/// The address of an item in its table.
package struct DynamoDBKey: Sendable, Hashable {
    package let partition: String
    package let sort: String

    package init(_ partition: String, _ sort: String) {
        self.partition = partition
        self.sort = sort
    }
}

/// The attributes of an item by their names, those of its key included.
package typealias DynamoDBItem = [String: DynamoDBValue]

/// The value of an attribute.
package enum DynamoDBValue: Sendable, Hashable {
    case string(String)
    case number(Int64)
    /// Of another type, or a number that is not a whole one; can be read but not written.
    case other

    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var number: Int64? { if case .number(let number) = self { number } else { nil } }
}

extension DynamoDBValue: Codable {
    private enum Key: String, CodingKey { case string = "S", number = "N" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let text = try container.decodeIfPresent(String.self, forKey: .string) {
            self = .string(text)
        } else if let number = try container.decodeIfPresent(String.self, forKey: .number).flatMap({ Int64($0) }) {
            self = .number(number)
        } else {
            self = .other
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .string(let text): try container.encode(text, forKey: .string)
        case .number(let number): try container.encode("\(number)", forKey: .number)
        case .other:
            throw EncodingError.invalidValue(
                self, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "a value of another type")
            )
        }
    }
}

extension DynamoDBTable {
    /// The item's key; nil if it has none, or one of other types.
    package func key(of item: DynamoDBItem) -> DynamoDBKey? {
        guard let partition = item[partitionKey]?.string, let sort = item[sortKey]?.string else { return nil }
        return DynamoDBKey(partition, sort)
    }

    package func attributes(of key: DynamoDBKey) -> DynamoDBItem {
        [partitionKey: .string(key.partition), sortKey: .string(key.sort)]
    }
}

/// What DynamoDB accepts at most.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>
package enum DynamoDBLimits {
    /// Bytes of one item, names included.
    package static let itemSize = 400 * 1_024
    /// Items of one transaction.
    package static let transactionItems = 100
    /// Bytes of one transaction.
    package static let transactionSize = 4 * 1_024 * 1_024
    /// Items of one `BatchGetItem`.
    static let batchGet = 100
    /// Items of one `BatchWriteItem`.
    static let batchWrite = 25

    /// The size of an item in bytes, as DynamoDB counts it; a number counts as the most that one can have.
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>
    package static func size(of item: DynamoDBItem) -> Int {
        item.reduce(0) { $0 + $1.key.utf8.count + ($1.value.string?.utf8.count ?? 21) }
    }
}
