import KeyPolicy
import KeyWatch

/// Collects the users that the last scans saw, for printing.
struct UserQuery {
    let store: any InventoryStore

    func users(in accounts: [AccountID]) async throws -> [User] {
        var users: [User] = []
        for account in accounts {
            users += try await store.everyUser(in: account).filter { $0.missingSince == nil }.map(\.user)
        }
        return users.sorted { ($0.account, $0.name.lowercased()) < ($1.account, $1.name.lowercased()) }
    }
}
