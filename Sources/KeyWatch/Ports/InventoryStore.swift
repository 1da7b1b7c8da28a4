package import KeyPolicy

/// The cache of what scans saw; losing it costs calls, never a promise.
package protocol InventoryStore: Sendable {
    func account(_ id: AccountID) async throws -> AccountInventory?
    func accounts() async throws -> [AccountInventory]

    /// Users in order of their ids, a page at a time; `after` nil for the first. A page shorter than `limit` is the
    /// last one: what can't be read is left out and never ends a page.
    func users(in account: AccountID, after: UserID?, limit: Int) async throws -> [UserInventory]

    /// Stores what one step of a scan saw, in one write.
    func save(_ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence) async throws
    func save(_ account: AccountInventory, fence: Fence) async throws
}
