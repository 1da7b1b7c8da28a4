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
            let writes = try writes(users, removing: removing, in: account)
            if writes.isEmpty { try await check(fence) }
            for part in TransactionParts(writes) { try await transact(part, fence: fence) }
        }
    }

    package func save(_ account: AccountInventory, fence: Fence) async throws {
        try await write("storing what a scan saw") {
            try await transact([.put(try item(account))], fence: fence)
        }
    }

    private func writes(
        _ users: [UserInventory], removing: [UserID], in account: AccountID
    ) throws -> [DynamoDBWrite] {
        let place = TableLayout.users(account)
        let seen = Set(users.map(\.user.id))
        var writes = Set(removing).subtracting(seen).map { DynamoDBWrite.delete(DynamoDBKey(place, $0.rawValue)) }
        for user in users {
            let key = DynamoDBKey(place, user.user.id.rawValue)
            writes.append(.put(TableItem.made(key, ["inventory": .string(try LedgerJSON.text(user))])))
        }
        return writes
    }

    private func item(_ account: AccountInventory, attempt: String = UUID().uuidString) throws -> DynamoDBItem {
        var item = AccountClaim(scannedAt: account.scannedAt, attempt: attempt).item(of: account.account.id, in: [:])
        item["inventory"] = .string(try LedgerJSON.text(account))
        return item
    }

    /// The inventory is a cache: an item that can't be read counts as missing, and is read from AWS again.
    private func inventory<Inventory: Decodable>(_ item: DynamoDBItem) -> Inventory? {
        item["inventory"]?.string.flatMap { try? LedgerJSON.value(Inventory.self, $0) }
    }
}

extension DynamoDBLedger {
    /// In one transaction where it has room, otherwise in several after a *claim*: the account's item with the instant of
    /// this scan, which each of them checks. Nobody claims an account that a newer scan has claimed or stored.
    package func save(_ scan: AccountInventory, users: [UserInventory], removing: [UserID]) async throws -> Bool {
        try await write("storing what a scan saw") {
            let account = scan.account.id
            let key = DynamoDBKey(TableLayout.accounts, account.rawValue)
            let parts = Array(TransactionParts(try writes(users, removing: removing, in: account)))
            for _ in 0..<Self.mostTries {
                let before = try await client.getItem(key)
                guard !AccountClaim.isNewer(before, than: scan.scannedAt) else { return false }
                let attempt = UUID().uuidString
                let isFree = AccountClaim.condition(before)
                if parts.count <= 1 {
                    let all = [.put(try item(scan, attempt: attempt), if: isFree)] + (parts.first ?? [])
                    let outcome = try await transact(all, attempt: attempt) {
                        try await client.getItem(key)?[TableLayout.attempt] == .string(attempt)
                    }
                    if case .written = outcome { return true }
                } else {
                    let claim = AccountClaim(scannedAt: scan.scannedAt, attempt: attempt)
                    guard try await put(claim.item(of: account, in: before ?? [:]), if: isFree) else { continue }
                    return try await store(parts, then: scan, key, claimedBy: attempt)
                }
            }
            throw LedgerError.failed(
                act: "storing what a scan saw", why: "others kept writing the inventory of account \(account)")
        }
    }

    private func store(
        _ parts: [[DynamoDBWrite]], then scan: AccountInventory, _ key: DynamoDBKey, claimedBy attempt: String
    ) async throws -> Bool {
        let claimed = DynamoDBCondition.equals(TableLayout.attempt, .string(attempt))
        for part in parts {
            // Carried out again, they change nothing.
            let outcome = try await transact([.check(key, claimed)] + part, attempt: UUID().uuidString) { false }
            if case .refused = outcome { return false }
        }
        return try await put(try item(scan), if: claimed)
    }
}

/// What an account's item says of who may store a scan over it.
private struct AccountClaim {
    private static let scan = "scan"

    let scannedAt: Date
    let attempt: String

    /// The account's item with this claim; its inventory stays.
    func item(of account: AccountID, in item: DynamoDBItem) -> DynamoDBItem {
        TableItem.made(DynamoDBKey(TableLayout.accounts, account.rawValue), item).merging([
            Self.scan: .number(scannedAt.milliseconds), TableLayout.attempt: .string(attempt),
        ]) { $1 }
    }

    static func isNewer(_ item: DynamoDBItem?, than scannedAt: Date) -> Bool {
        (item?[scan]?.number).map { $0 > scannedAt.milliseconds } ?? false
    }

    /// Holds while nobody has written the item since it was read.
    static func condition(_ item: DynamoDBItem?) -> DynamoDBCondition {
        item?[TableLayout.attempt].map { .equals(TableLayout.attempt, $0) } ?? .absent(TableLayout.attempt)
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
