import FoundationEssentials
package import KeyPolicy

extension InMemoryLedger {
    package func account(_ id: AccountID) -> AccountInventory? { inventoryAccounts[id] }

    package func accounts() -> [AccountInventory] {
        inventoryAccounts.values.sorted { $0.account.id < $1.account.id }
    }

    package func users(in account: AccountID, after: UserID?, limit: Int) -> [UserInventory] {
        let users = inventoryUsers[account] ?? [:]
        let ids = users.keys.filter { id in after.map { $0 < id } ?? true }
        return ids.sorted().prefix(max(0, limit)).compactMap { users[$0] }
    }

    package func save(_ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence) throws {
        try check(fence)
        for user in removing { inventoryUsers[account]?[user] = nil }
        for user in users { inventoryUsers[account, default: [:]][user.user.id] = user }
    }

    package func save(_ account: AccountInventory, fence: Fence) throws {
        try check(fence)
        inventoryAccounts[account.account.id] = account
    }

    package func untoldWords() -> [OutboxMessage] { outbox }

    package func savePlan(_ json: String, run: RunID, fence: Fence) throws {
        try check(fence)
        plans[run] = json
        guard let last = lastEventAt() else { return }
        let oldest = last.addingTimeInterval(-Double(Self.plansKeptFor))
        for event in streams[.runs] ?? [] where event.kind == RunEvent.startedKind && event.at < oldest {
            plans[event.run] = nil
        }
    }

    package func plan(of run: RunID) -> String? { plans[run] }
}
