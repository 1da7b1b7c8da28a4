package import FoundationEssentials
package import KeyPolicy

/// A ledger that ends with its process: for tests, and for plans where no ledger can be written.
package actor InMemoryLedger: Ledger {
    struct Lease {
        var number = 0
        var holder: RunID?
        var until = Date.distantPast
    }

    var streams: [StreamID: [LedgerEvent]] = [:]
    /// The places of each user's key events in its account's stream.
    var keyEventPlaces: [AccountID: [UserID: [Int]]] = [:]
    var outbox = OpenMessages()
    var promises: [KeyAddress: OpenPromise] = [:]
    var lease = Lease()
    var plans: [RunID: String] = [:]
    /// The run that stored a state last, and what it stored.
    var state: (run: RunID, json: String)?
    var inventoryAccounts: [AccountID: AccountInventory] = [:]
    var inventoryUsers: [AccountID: [UserID: UserInventory]] = [:]

    /// Starts with `events` as another ledger holds them, each stream in order; outbox and promises follow from them.
    package init(events: [LedgerEvent] = []) {
        for event in events { Self.keep(event, streams: &streams, places: &keyEventPlaces) }
        for event in events {
            guard let body = event.body else { continue }
            let fact = NewEvent(stream: event.stream, at: event.at, user: event.user, key: event.key, body: body)
            Self.follow(fact, outbox: &outbox, promises: &promises)
        }
    }

    /// A separate ledger with the same content, like a copy of a ledger's file.
    package func copy() async -> InMemoryLedger {
        let copy = InMemoryLedger()
        await copy.take(
            streams: streams, places: keyEventPlaces, outbox: outbox, promises: promises, plans: plans,
            state: state, accounts: inventoryAccounts, users: inventoryUsers)
        return copy
    }

    private func take(
        streams: [StreamID: [LedgerEvent]], places: [AccountID: [UserID: [Int]]], outbox: OpenMessages,
        promises: [KeyAddress: OpenPromise], plans: [RunID: String],
        state: (run: RunID, json: String)?, accounts: [AccountID: AccountInventory],
        users: [AccountID: [UserID: UserInventory]]
    ) {
        (self.streams, self.outbox, self.plans, self.state) = (streams, outbox, plans, state)
        (self.promises, keyEventPlaces) = (promises, places)
        (inventoryAccounts, inventoryUsers) = (accounts, users)
    }

    func check(_ fence: Fence) throws {
        guard lease.number == fence.number, lease.holder == fence.holder else {
            throw LedgerError.fenced(holder: lease.holder)
        }
    }
}

extension InMemoryLedger {
    package func acquireLease(holder: RunID, now: Date, until: Date) -> Fence? {
        guard lease.holder == nil || lease.until <= now else { return nil }
        lease = Lease(number: lease.number + 1, holder: holder, until: until)
        return Fence(number: lease.number, holder: holder)
    }

    package func renewLease(_ fence: Fence, until: Date) throws {
        try check(fence)
        lease.until = until
    }

    package func releaseLease(_ fence: Fence) {
        if lease.number == fence.number, lease.holder == fence.holder { lease.holder = nil }
    }

    package func leaseHolder(now: Date) -> RunID? { lease.until > now ? lease.holder : nil }
}

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

    package func save(_ scan: AccountInventory, users: [UserInventory], removing: [UserID]) -> Bool {
        let account = scan.account.id
        if let known = inventoryAccounts[account], known.scannedAt > scan.scannedAt { return false }
        for user in removing { inventoryUsers[account]?[user] = nil }
        for user in users { inventoryUsers[account, default: [:]][user.user.id] = user }
        inventoryAccounts[account] = scan
        return true
    }

    package func unsentMessages() -> [OutboxMessage] { outbox.all }

    package func savePlan(_ json: String, run: RunID, fence: Fence) throws {
        try check(fence)
        plans[run] = json
        guard let last = lastEventAt() else { return }
        let oldest = last.addingTimeInterval(-Double(Self.plansKeptFor))
        for event in streams[.runs] ?? [] where event.kind == EventKind.runStarted.name && event.at < oldest {
            plans[event.run] = nil
        }
    }

    package func plan(of run: RunID) -> String? { plans[run] }

    package func saveState(_ json: String, run: RunID, fence: Fence) throws {
        try check(fence)
        state = (run, json)
    }

    package func state(of run: RunID) -> String? { state?.run == run ? state?.json : nil }

    package func newestState() -> RunID? { state?.run }
}
