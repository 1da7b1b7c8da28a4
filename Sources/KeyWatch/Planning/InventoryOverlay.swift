package import FoundationEssentials
package import KeyPolicy

/// Events from a ledger, with an inventory in memory over it: for previews that write nothing.
package actor InventoryOverlay: EventLog, PromiseBook, InventoryStore {
    private let base: any DecisionLedger
    private var saved: [AccountID: AccountInventory] = [:]
    private var changed: [AccountID: [UserID: UserInventory]] = [:]
    private var removed: [AccountID: Set<UserID>] = [:]

    package init(over base: any DecisionLedger) { self.base = base }

    package func account(_ id: AccountID) async throws -> AccountInventory? {
        if let own = saved[id] { return own }
        return try await base.account(id)
    }

    package func accounts() async throws -> [AccountInventory] {
        var all = Dictionary(
            try await base.accounts().map { ($0.account.id, $0) }, uniquingKeysWith: { first, _ in first })
        all.merge(saved) { $1 }
        return all.values.sorted { $0.account.id < $1.account.id }
    }

    package func users(in account: AccountID, after: UserID?, limit: Int) async throws -> [UserInventory] {
        let removed = removed[account] ?? []
        // Reads as many more as may have been removed, so that enough are left after those are taken out.
        let below = try await base.users(in: account, after: after, limit: limit + removed.count)
        var merged = Dictionary(below.map { ($0.user.id, $0) }, uniquingKeysWith: { first, _ in first })
        for (id, user) in changed[account] ?? [:] where after.map({ $0 < id }) ?? true { merged[id] = user }
        for id in removed { merged[id] = nil }
        return merged.values.sorted { $0.user.id < $1.user.id }.prefix(limit).map(\.self)
    }

    package func save(_ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence) {
        for user in users {
            changed[account, default: [:]][user.user.id] = user
            removed[account]?.remove(user.user.id)
        }
        for id in removing {
            changed[account]?[id] = nil
            removed[account, default: []].insert(id)
        }
    }

    package func save(_ account: AccountInventory, fence: Fence) { saved[account.account.id] = account }

    /// Writes the scan of one account into the ledger below, without the lease. Returns false where a newer one is there.
    func flush(_ scan: StagedScan, into ledger: any ScanStore) async throws -> Bool {
        let account = scan.outcome.account.id
        guard var inventory = saved[account] else {
            throw LedgerError.failed(act: "storing what a scan of \(account) saw", why: "it saw nothing")
        }
        inventory.staged = scan
        return try await ledger.save(
            inventory, users: (changed[account] ?? [:]).values.sorted { $0.user.id < $1.user.id },
            removing: (removed[account] ?? []).sorted())
    }

    /// Writes what was saved here into the ledger below, account by account. An account that was scanned later by
    /// somebody else meanwhile is left out.
    package func flush(into ledger: any InventoryStore, fence: Fence) async throws {
        for var account in saved.values.sorted(by: { $0.account.id < $1.account.id }) {
            let id = account.account.id
            let before = try await ledger.account(id)
            guard before.map({ $0.scannedAt <= account.scannedAt }) ?? true else { continue }
            let users = (changed[id] ?? [:]).values.sorted { $0.user.id < $1.user.id }
            let gone = (removed[id] ?? []).sorted()
            if !users.isEmpty || !gone.isEmpty {
                try await ledger.save(users, removing: gone, in: id, fence: fence)
            }
            // Read again: a scan of a run takes no lease, and may have ended meanwhile.
            let meanwhile = try await ledger.account(id)
            guard meanwhile.map({ $0.scannedAt <= account.scannedAt }) ?? true else { continue }
            account.staged = meanwhile?.staged
            try await ledger.save(account, fence: fence)
        }
    }

    /// Always throws: a preview writes no events.
    package func append(_ facts: [NewEvent], run: RunID, fence: Fence) throws {
        throw LedgerError.failed(act: "looking ahead", why: "a plan writes no events")
    }

    package func events(_ stream: StreamID, after: Int, limit: Int) async throws -> [LedgerEvent] {
        try await base.events(stream, after: after, limit: limit)
    }

    package func openPromises() async throws -> [OpenPromise] { try await base.openPromises() }

    package func heads() async throws -> [StreamHead] { try await base.heads() }

    package func lastEventAt() async throws -> Date? { try await base.lastEventAt() }

    package func keyEvents(of user: UserID, in account: AccountID) async throws -> [LedgerEvent] {
        try await base.keyEvents(of: user, in: account)
    }

    package func usersWithEvents(in account: AccountID) async throws -> Set<UserID> {
        try await base.usersWithEvents(in: account)
    }

    package func events(ofKind kind: EventKind, in stream: StreamID, since: Date) async throws -> [LedgerEvent] {
        try await base.events(ofKind: kind, in: stream, since: since)
    }
}
