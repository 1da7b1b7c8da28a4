import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Synchronization
import Testing

/// What a look keeps over the ledger: pages are as if all of it stood in one place, and cost no more than a page each.
struct InventoryOverlayTests {
    private let account = Made.account(1).id
    private let fence = Fence(number: 0, holder: Made.run(1))

    private func user(_ number: Int, name: String = "below") -> UserInventory {
        UserInventory(
            user: User(
                account: account, id: Made.id("AIDAEXAMPLE0000\(10_000 + number)"), name: name, path: "/", arn: "arn",
                createdAt: Made.day(-1), tags: [:], keys: []),
            fingerprint: nil, listedAt: nil, missingSince: nil)
    }

    /// So many users with even numbers in a ledger.
    private func store(_ count: Int) async throws -> CountingStore {
        let ledger = InMemoryLedger()
        let lease = try #require(
            await ledger.acquireLease(holder: Made.run(1), now: Made.day(0), until: Made.day(1)))
        try await ledger.save((0..<count).map { user(2 * $0) }, removing: [], in: account, fence: lease)
        return CountingStore(ledger: ledger)
    }

    private func walk(_ overlay: InventoryOverlay, by limit: Int) async throws -> [UserInventory] {
        var users: [UserInventory] = []
        while true {
            let page = try await overlay.users(in: account, after: users.last?.user.id, limit: limit)
            users += page
            if page.count < limit { return users }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 50, 500])
    func `pages hold what was changed, added and removed, each user once and in order`(limit: Int) async throws {
        let overlay = InventoryOverlay(over: try await store(40))
        let changed = [0, 1, 8, 33, 78, 79, 81].map { user($0, name: "here") }
        await overlay.save(changed, removing: [2, 4, 6, 40, 76].map { user($0).user.id }, in: account, fence: fence)
        let expected = (0..<90).compactMap { number -> UserInventory? in
            if let own = changed.first(where: { $0.user.id == user(number).user.id }) { return own }
            return number % 2 == 0 && number < 80 && ![2, 4, 6, 40, 76].contains(number) ? user(number) : nil
        }
        #expect(try await walk(overlay, by: limit) == expected)
    }

    @Test func `a walk reads each user below about once, however large the account`() async throws {
        let store = try await store(2_000)
        let overlay = InventoryOverlay(over: store)
        await overlay.save((0..<2_000).map { user(2 * $0, name: "here") }, removing: [], in: account, fence: fence)
        #expect(try await walk(overlay, by: 200).count == 2_000)
        #expect(store.read.withLock(\.self) <= 2_400)
    }
}

/// Counts the users that are read.
private final class CountingStore: EventLog, PromiseBook, InventoryStore {
    let read = Mutex(0)
    private let ledger: InMemoryLedger

    init(ledger: InMemoryLedger) { self.ledger = ledger }

    func users(in account: AccountID, after: UserID?, limit: Int) async throws -> [UserInventory] {
        let page = await ledger.users(in: account, after: after, limit: limit)
        read.withLock { $0 += page.count }
        return page
    }

    func account(_ id: AccountID) async throws -> AccountInventory? { await ledger.account(id) }
    func accounts() async throws -> [AccountInventory] { await ledger.accounts() }
    func save(_ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence) async throws {}
    func save(_ account: AccountInventory, fence: Fence) async throws {}
    func append(_ facts: [NewEvent], run: RunID, fence: Fence) async throws {}
    func events(_ stream: StreamID, after: Int, limit: Int) async throws -> [LedgerEvent] { [] }
    func openPromises() -> [OpenPromise] { [] }
    func heads() async throws -> [StreamHead] { [] }
    func lastEventAt() async throws -> Date? { nil }
    func keyEvents(of user: UserID, in account: AccountID) async throws -> [LedgerEvent] { [] }
    func usersWithEvents(in account: AccountID) async throws -> Set<UserID> { [] }
    func events(ofKind kind: EventKind, in stream: StreamID, since: Date) async throws -> [LedgerEvent] { [] }
}
