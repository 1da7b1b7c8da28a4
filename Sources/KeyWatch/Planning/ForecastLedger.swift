import FoundationEssentials
import KeyPolicy

/// A ledger for forecasts: the real events, and in memory over them what would have happened by then.
actor ForecastLedger: EventLog, PromiseBook, InventoryStore {
    private let base: InventoryOverlay
    private var imagined: [LedgerEvent] = []
    /// The promises that the imagined events changed; nil for a key without an open promise.
    private var promises: [KeyAddress: OpenPromise?] = [:]

    init(over base: any DecisionLedger) { self.base = InventoryOverlay(over: base) }

    /// Keeps events in memory; their hashes continue no chain and are never verified.
    func append(_ facts: [NewEvent], run: RunID, fence: Fence) async throws {
        imagined += try facts.map { try LedgerEvent($0, run: run, after: nil) }
        let real = Dictionary(
            try await base.openPromises().map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        for fact in facts {
            guard let (address, event) = fact.keyEvent else { continue }
            let open = promises[address] ?? real[address]
            promises[address] = .some(OpenPromise.after(event, about: address, open: open))
        }
    }

    func openPromises() async throws -> [OpenPromise] {
        try await base.openPromises().filter { promises[$0.address] == nil } + promises.values.compactMap(\.self)
    }

    func events(_ stream: StreamID, after: Int, limit: Int) async throws -> [LedgerEvent] {
        try await base.events(stream, after: after, limit: limit)
    }

    func heads() async throws -> [StreamHead] {
        let real = try await base.heads()
        let known = Set(real.map(\.stream))
        // Accounts without real events count too once they have an imagined one.
        return real
            + Set(imagined.map(\.stream)).subtracting(known).map { StreamHead(stream: $0, sequence: 0, hash: "") }
    }

    func lastEventAt() async throws -> Date? { try await base.lastEventAt() }

    func keyEvents(of user: UserID, in account: AccountID) async throws -> [LedgerEvent] {
        try await base.keyEvents(of: user, in: account)
            + imagined.filter { $0.user == user && $0.stream == .account(account) && $0.key != nil }
    }

    func usersWithEvents(in account: AccountID) async throws -> Set<UserID> {
        try await base.usersWithEvents(in: account)
            .union(imagined.filter { $0.stream == .account(account) }.compactMap(\.user))
    }

    func events(ofKind kind: EventKind, in stream: StreamID, since: Date) async throws -> [LedgerEvent] {
        try await base.events(ofKind: kind, in: stream, since: since)
            + imagined.filter { $0.kind == kind.name && $0.stream == stream && $0.at >= since }
    }

    func account(_ id: AccountID) async throws -> AccountInventory? { try await base.account(id) }

    func accounts() async throws -> [AccountInventory] { try await base.accounts() }

    func users(in account: AccountID, after: UserID?, limit: Int) async throws -> [UserInventory] {
        try await base.users(in: account, after: after, limit: limit)
    }

    func save(_ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence) async throws {
        await base.save(users, removing: removing, in: account, fence: fence)
    }

    func save(_ account: AccountInventory, fence: Fence) async throws { await base.save(account, fence: fence) }
}
