package import KeyPolicy

extension InventoryStore {
    /// All users of one account, read a page at a time: 5,000 at the most, by AWS's quota.
    package func everyUser(in account: AccountID) async throws -> [UserInventory] {
        var users: [UserInventory] = []
        while true {
            let page = try await self.users(in: account, after: users.last?.user.id, limit: 500)
            users += page
            if page.count < 500 { return users }
        }
    }
}
