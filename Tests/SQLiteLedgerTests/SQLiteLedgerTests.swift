import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch
import LedgerContract
import Testing

@testable import SQLiteLedger

struct SQLiteLedgerTests {
    @Test(arguments: LedgerContract.rules)
    func `a ledger in a file fulfils the contract`(rule: LedgerContract) async throws {
        let folder = try TemporaryFolder()
        try await rule.check(
            LedgerStore(
                open: { try SQLiteLedger(path: folder["relevo.db"]) },
                holding: { events in try holding(events, try SQLiteLedger(path: folder["other.db"])) }))
    }

    @Test(arguments: LedgerContract.rules)
    func `a ledger in memory fulfils the contract`(rule: LedgerContract) async throws {
        let ledger = try SQLiteLedger.inMemory()
        try await rule.check(
            LedgerStore(open: { ledger }, holding: { events in try holding(events, try SQLiteLedger.inMemory()) }))
    }

    @Test func `every write is on the disk when it returns`() async throws {
        let folder = try TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder["relevo.db"])
        let settings = try await ledger.database.read { database in
            try ["synchronous", "foreign_keys", "journal_mode", "busy_timeout"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)") ?? ""
            }
        }
        #expect(settings == ["2", "1", "wal", "15000"])
    }

    @Test(arguments: [
        "UPDATE events SET kind = 'x'", "DELETE FROM events", "UPDATE events SET hash = '' WHERE sequence = 2",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE sequence = 1",
        "REPLACE INTO events SELECT stream, sequence, 0, run, user, key, kind, body, previous_hash, hash FROM events",
    ])
    func `events can't be changed through SQL`(sql: String) async throws {
        let ledger = try SQLiteLedger.inMemory()
        let fence = try await Written.fence(ledger)
        try await Written.append(1...3, to: ledger, fence)
        let before = try await ledger.heads()
        await #expect(throws: DatabaseError.self) {
            try await ledger.database.write { try $0.execute(sql: sql) }
        }
        #expect(try await ChainVerification.of(ledger).isSound)
        #expect(try await ledger.heads() == before)
    }

    @Test func `a disk that fills up during an append stores none of it`() async throws {
        let ledger = try SQLiteLedger.inMemory()
        let fence = try await Written.fence(ledger)
        try await Written.append(1...3, to: ledger, fence)
        let before = try await ledger.heads()
        try await ledger.database.write { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 1)")
        }
        await #expect(throws: LedgerError.full(place: ":memory:")) {
            try await Written.append(4...28, to: ledger, fence)
        }
        #expect(try await ledger.heads() == before)
        try await Written.append(4...5, to: ledger, fence)
        #expect(try await ChainVerification.of(ledger).events == 5)
    }

    @Test func `ten thousand events and ten thousand users are stored and read back`() async throws {
        let folder = try TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder["relevo.db"])
        let fence = try await Written.fence(ledger)
        try await Written.append(1...10_000, to: ledger, fence)
        #expect(try await ChainVerification.of(ledger).events == 10_000)

        let account = try Written.account(1)
        let users = try (1...10_000).map { try user($0, account) }
        try await ledger.save(users, removing: [], in: account, fence: fence)
        var read: [UserInventory] = []
        for _ in 1...10 { read += try await ledger.users(in: account, after: read.last?.user.id, limit: 1_000) }
        #expect(read == users)
    }

    @Test func `an inventory row that can't be read ends no page`() async throws {
        let ledger = try SQLiteLedger.inMemory()
        let (fence, account) = (try await Written.fence(ledger), try Written.account(1))
        let users = try (1...450).map { try user($0, account) }
        try await ledger.save(users, removing: [], in: account, fence: fence)
        try await ledger.database.write { database in
            try database.execute(
                sql: "UPDATE inventory_users SET inventory = '{}' WHERE user IN (?, ?)",
                arguments: [users[20].user.id.rawValue, users[199].user.id.rawValue])
        }
        let first = try await ledger.users(in: account, after: nil, limit: 200)
        #expect(first.count == 200)
        let second = try await ledger.users(in: account, after: first.last?.user.id, limit: 200)
        let third = try await ledger.users(in: account, after: second.last?.user.id, limit: 200)
        let readable = users.enumerated().filter { ![20, 199].contains($0.offset) }.map(\.element)
        #expect([first, second, third].flatMap(\.self) == readable)
    }

    private func user(_ number: Int, _ account: AccountID) throws -> UserInventory {
        let digits = "\(10_000_000 + number)"
        let key = AccessKey(
            id: try #require(AccessKeyID(rawValue: "AKIAEXAMPLE\(digits)")), status: .active, createdAt: Written.now)
        let id = try #require(UserID(rawValue: "AIDAEXAMPLE\(digits)"))
        let user = User(
            account: account, id: id, name: "user-\(number)", path: "/", arn: "arn:\(number)", createdAt: Written.now,
            tags: ["type": "engineer", "slack-id": "U\(digits)"], keys: [key])
        return UserInventory(user: user, fingerprint: digits, listedAt: Written.now, missingSince: nil)
    }

    /// The ledger with events written straight into its table.
    private func holding(_ events: [LedgerEvent], _ ledger: SQLiteLedger) throws -> any Ledger {
        try ledger.database.write { database in
            for event in events { try EventRow.insert(event, database) }
        }
        return ledger
    }
}
