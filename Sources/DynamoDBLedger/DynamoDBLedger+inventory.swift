import AWS
import FoundationEssentials
package import KeyPolicy
package import KeyWatch

extension DynamoDBLedger {
    package func account(_ id: AccountID) async throws -> AccountInventory? {
        try await read("reading its inventory") {
            try await client.getItem(DynamoDBKey(TableLayout.accounts, id.rawValue)).flatMap(inventory)
        }
    }

    package func accounts() async throws -> [AccountInventory] {
        try await read("reading its inventory") {
            try await client.query(DynamoDBQuery(TableLayout.accounts)).compactMap(inventory)
        }
    }

    package func users(in account: AccountID, after: UserID?, limit: Int) async throws -> [UserInventory] {
        try await read("reading its inventory") {
            var users: [UserInventory] = []
            var sort = after.map { DynamoDBQuery.Sort.after($0.rawValue) } ?? .any
            // A page is short only at the account's end: later items replace those that can't be read.
            while users.count < limit {
                let asked = limit - users.count
                let items = try await client.query(DynamoDBQuery(TableLayout.users(account), sort, limit: asked))
                users += items.compactMap(inventory)
                guard items.count == asked, let last = items.last?[TableLayout.sortKey]?.string else { break }
                sort = .after(last)
            }
            return users
        }
    }

    /// In as few transactions as DynamoDB's limits permit; each user is stored whole, and each transaction is fenced.
    package func save(
        _ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence
    ) async throws {
        try await write("storing what a scan saw") {
            let place = TableLayout.users(account)
            let seen = Set(users.map(\.user.id))
            var writes = Set(removing).subtracting(seen).map {
                DynamoDBWrite.delete(DynamoDBKey(place, $0.rawValue))
            }
            for user in users {
                writes.append(.put(try item(user, at: DynamoDBKey(place, user.user.id.rawValue))))
            }
            if writes.isEmpty { try await check(fence) }
            for part in TransactionParts(writes) { try await transact(part, fence: fence) }
        }
    }

    package func save(_ account: AccountInventory, fence: Fence) async throws {
        try await write("storing what a scan saw") {
            let key = DynamoDBKey(TableLayout.accounts, account.account.id.rawValue)
            try await transact([.put(try item(account, at: key))], fence: fence)
        }
    }

    private func item(_ inventory: some Encodable, at key: DynamoDBKey) throws -> DynamoDBItem {
        TableItem.made(key, ["inventory": .string(try LedgerJSON.text(inventory))])
    }

    /// The inventory is a cache: an item that can't be read counts as missing, and is read from AWS again.
    private func inventory<Inventory: Decodable>(_ item: DynamoDBItem) -> Inventory? {
        item["inventory"]?.string.flatMap { try? LedgerJSON.value(Inventory.self, $0) }
    }
}

/// Writes divided into transactions that DynamoDB accepts, each with room for the check of the lease.
struct TransactionParts: Sequence, IteratorProtocol {
    private var rest: ArraySlice<DynamoDBWrite>

    init(_ writes: [DynamoDBWrite]) { rest = writes[...] }

    mutating func next() -> [DynamoDBWrite]? {
        guard !rest.isEmpty else { return nil }
        var part: [DynamoDBWrite] = []
        var size = 0
        while let write = rest.first, part.count < DynamoDBLimits.transactionItems - 1 {
            if case .put(let item, _) = write { size += DynamoDBLimits.size(of: item) }
            // One item alone is never too large for a transaction.
            if size > DynamoDBLimits.transactionSize, !part.isEmpty { break }
            part.append(write)
            rest = rest.dropFirst()
        }
        return part
    }
}
