import KeyPolicy
import KeyWatch

/// Collects the users that the last scans saw, for printing.
struct UserWalk {
    let store: any InventoryStore

    func users(in accounts: [AccountID]) async throws -> [User] {
        var users: [User] = []
        for account in accounts {
            var after: UserID?
            while true {
                let page = try await store.users(in: account, after: after, limit: 500)
                users += page.filter { $0.missingSince == nil }.map(\.user)
                guard let last = page.last, page.count == 500 else { break }
                after = last.user.id
            }
        }
        return users.sorted { ($0.account, $0.name.lowercased()) < ($1.account, $1.name.lowercased()) }
    }
}
