import FoundationEssentials
import GRDB
package import KeyPolicy
package import KeyWatch

extension SQLiteLedger {
    package func account(_ id: AccountID) async throws -> AccountInventory? {
        try await inventories(
            AccountInventory.self, "SELECT inventory FROM inventory_accounts WHERE account = ?", [id.rawValue]
        ).first
    }

    package func accounts() async throws -> [AccountInventory] {
        try await inventories(AccountInventory.self, "SELECT inventory FROM inventory_accounts ORDER BY account", [])
    }

    package func users(in account: AccountID, after: UserID?, limit: Int) async throws -> [UserInventory] {
        var users: [UserInventory] = []
        var after = after?.rawValue ?? ""
        // A page is short only at the account's end: later rows replace those that can't be read.
        while users.count < limit {
            let (asked, start) = (limit - users.count, after)
            let rows = try await read("reading its inventory") { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT user, inventory FROM inventory_users WHERE account = ? AND user > ? ORDER BY user LIMIT ?
                        """,
                    arguments: [account.rawValue, start, asked]
                ).map { (user: $0["user"] as String, inventory: $0["inventory"] as String) }
            }
            users += rows.compactMap { try? LedgerJSON.value(UserInventory.self, $0.inventory) }
            guard rows.count == asked, let last = rows.last else { break }
            after = last.user
        }
        return users
    }

    package func save(
        _ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence
    ) async throws {
        try await write("storing what a scan saw", fence: fence) { database in
            try Self.save(users, removing: removing, in: account, database)
        }
    }

    package func save(_ account: AccountInventory, fence: Fence) async throws {
        try await write("storing what a scan saw", fence: fence) { try Self.save(account, $0) }
    }

    package func save(_ scan: AccountInventory, users: [UserInventory], removing: [UserID]) async throws -> Bool {
        try await write("storing what a scan saw") { database in
            let known = try String.fetchOne(
                database, sql: "SELECT inventory FROM inventory_accounts WHERE account = ?",
                arguments: [scan.account.id.rawValue]
            ).flatMap { try? LedgerJSON.value(AccountInventory.self, $0) }
            if let known, known.scannedAt > scan.scannedAt { return false }
            try Self.save(users, removing: removing, in: scan.account.id, database)
            try Self.save(scan, database)
            return true
        }
    }

    private static func save(
        _ users: [UserInventory], removing: [UserID], in account: AccountID, _ database: Database
    ) throws {
        let deletion = try database.cachedStatement(
            sql: "DELETE FROM inventory_users WHERE account = ? AND user = ?")
        for user in removing { try deletion.execute(arguments: [account.rawValue, user.rawValue]) }
        let insertion = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO inventory_users (account, user, inventory) VALUES (?, ?, ?)")
        for user in users {
            try insertion.execute(arguments: [account.rawValue, user.user.id.rawValue, try LedgerJSON.text(user)])
        }
    }

    private static func save(_ account: AccountInventory, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO inventory_accounts (account, inventory) VALUES (?, ?)",
            arguments: [account.account.id.rawValue, try LedgerJSON.text(account)])
    }

    /// Decodes outside the database, so that other reads and writes continue meanwhile.
    private func inventories<Inventory: Decodable & Sendable>(
        _ type: Inventory.Type, _ sql: String, _ arguments: StatementArguments
    ) async throws -> [Inventory] {
        // The inventory is a cache: a row that can't be read counts as missing, and is read from AWS again.
        try await read("reading its inventory") { database in
            try String.fetchAll(database, sql: sql, arguments: arguments)
        }.compactMap { try? LedgerJSON.value(type, $0) }
    }
}
