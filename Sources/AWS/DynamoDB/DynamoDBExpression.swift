/// What must hold of the item that is there for a write to be carried out: all clauses.
package struct DynamoDBCondition: Sendable, Hashable {
    package enum Clause: Sendable, Hashable {
        /// The item has no such attribute; of the key's attributes: there is no such item.
        case absent(String)
        case equals(String, DynamoDBValue)
    }

    package let clauses: [Clause]

    package init(_ clauses: [Clause]) { self.clauses = clauses }

    package static func absent(_ name: String) -> DynamoDBCondition { DynamoDBCondition([.absent(name)]) }

    package static func equals(_ name: String, _ value: DynamoDBValue) -> DynamoDBCondition {
        DynamoDBCondition([.equals(name, value)])
    }
}

/// Which items of one partition are read, in the order of their sort keys.
package struct DynamoDBQuery: Sendable, Hashable {
    package enum Sort: Sendable, Hashable {
        case any
        /// Above it.
        case after(String)
        /// It, or above it.
        case from(String)
        /// Below it.
        case before(String)
    }

    package let partition: String
    package let sort: Sort
    /// The most items to read; nil for all.
    package let limit: Int?

    package init(_ partition: String, _ sort: Sort = .any, limit: Int? = nil) {
        self.partition = partition
        self.sort = sort
        self.limit = limit
    }
}

/// One write of a transaction.
package enum DynamoDBWrite: Sendable, Hashable {
    case put(DynamoDBItem, if: DynamoDBCondition? = nil)
    case delete(DynamoDBKey)
    /// Writes nothing; the transaction is canceled unless it holds.
    case check(DynamoDBKey, DynamoDBCondition)
}

/// An expression with its names and values: every name gets a placeholder, so that none is a reserved word.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html>
struct DynamoDBExpression {
    private(set) var text = ""
    private(set) var names: [String: String] = [:]
    private(set) var values: [String: DynamoDBValue] = [:]

    init(_ condition: DynamoDBCondition) {
        text = condition.clauses.enumerated().map { number, clause in
            switch clause {
            case .absent(let name):
                names["#c\(number)"] = name
                return "attribute_not_exists(#c\(number))"
            case .equals(let name, let value):
                names["#c\(number)"] = name
                values[":c\(number)"] = value
                return "#c\(number) = :c\(number)"
            }
        }.joined(separator: " AND ")
    }

    init(_ query: DynamoDBQuery, in table: DynamoDBTable) {
        names["#p"] = table.partitionKey
        values[":p"] = .string(query.partition)
        let sort: (text: String, value: String)? =
            switch query.sort {
            case .any: nil
            case .after(let end): ("#s > :s", end)
            case .from(let start): ("#s >= :s", start)
            case .before(let end): ("#s < :s", end)
            }
        text = "#p = :p"
        guard let sort else { return }
        names["#s"] = table.sortKey
        values[":s"] = .string(sort.value)
        text += " AND \(sort.text)"
    }
}
