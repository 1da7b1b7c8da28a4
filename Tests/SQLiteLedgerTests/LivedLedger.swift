import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch
import Testing

@testable import SQLiteLedger

/// A ledger after two runs of every kind of write, as its files were while it was open: everything is in the write-ahead log,
/// and nothing in the database file yet.
struct LivedLedger {
    let database: Data
    let log: Data
    /// The heads after each write, from the empty ledger on.
    private(set) var moments: [[StreamHead]] = []

    /// - Parameter pageSize: small, so that the log is short enough to be cut at every byte.
    init(pageSize: Int = 512) async throws {
        let folder = try TemporaryFolder()
        let path = folder["lived.db"]
        try Self.make(path, pageSize: pageSize)
        let ledger = try SQLiteLedger(path: path)
        database = try folder.bytes("lived.db")
        var moments: [[StreamHead]] = [[]]
        for (number, facts) in try Self.runs().enumerated() {
            let run = try Written.run(number + 1)
            let now = Written.now.addingTimeInterval(Double(number) * 86_400)
            let fence = try #require(
                try await ledger.acquireLease(holder: run, now: now, until: now.addingTimeInterval(60)))
            for write in facts {
                switch write {
                case .claim(let claims):
                    #expect(try await ledger.claim(claims, run: run, fence: fence).count == claims.count)
                case .facts(let facts): try await ledger.append(facts, run: run, fence: fence)
                }
                moments.append(try await ledger.heads())
            }
            if number == 0 {
                _ = try await Written.endRun(ledger, fence)
                moments.append(try await ledger.heads())
                try await ledger.releaseLease(fence)
            }
        }
        self.moments = moments
        log = try folder.bytes("lived.db-wal")
        #expect(try folder.bytes("lived.db") == database, "nothing may have been moved into the database file yet")
    }

    /// Writes the files into `folder` as a kill and a torn disk would have left them.
    func lay(_ length: Int, in folder: TemporaryFolder, as name: String = "copy.db") throws {
        try? FileManager.default.removeItem(atPath: folder["\(name)-shm"])
        try database.write(to: URL(filePath: folder[name]))
        try log.prefix(length).write(to: URL(filePath: folder["\(name)-wal"]))
    }

    /// An empty ledger in a single file.
    private static func make(_ path: String, pageSize: Int) throws {
        _ = try SQLiteLedger(path: path)
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            for pragma in ["journal_mode = DELETE", "page_size = \(pageSize)"] {
                _ = try Row.fetchAll(database, sql: "PRAGMA \(pragma)")
            }
            try database.execute(sql: "VACUUM")
            _ = try Row.fetchAll(database, sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
    }

    private enum Write {
        case claim([NoticeClaim])
        case facts([NewEvent])
    }

    /// The second run dies with an open claim and an open message.
    private static func runs() throws -> [[Write]] {
        let (anna, bo) = (try address(1), try address(2, account: 2))
        let delivery = Delivery(channel: "D01", ts: "1800000000.000001", at: Written.now)
        let queued = try outboxMessage("message-3", about: anna)
        return [
            [
                .facts([
                    .run(.started(version: "0"), at: Written.now),
                    .about(anna.account, .known(since: Written.now), at: Written.now),
                ]),
                .claim([try claim(anna, "message-1", stage: 76), try claim(bo, "message-2", stage: 81)]),
                .facts([
                    .about(
                        anna, .noticeDelivered(message: try message("message-1"), delivery: delivery), at: Written.now),
                    .about(
                        bo, .noticeFailed(message: try message("message-2"), reason: "no", mayHaveArrived: false),
                        at: Written.now),
                ]),
                .facts([
                    .about(anna, .restoreIntended(until: Written.now, reason: "r"), at: Written.now),
                    .outbox(.queued(message: queued), at: Written.now),
                ]),
                .facts([.about(anna, .restored, at: Written.now)]),
                .facts([.outbox(.sent(id: queued.id, delivery: delivery), at: Written.now)]),
            ],
            [
                .claim([try claim(bo, "message-4", stage: 81, replaces: "message-2", day: 1)]),
                .facts([
                    .outbox(
                        .queued(message: try outboxMessage("message-5", about: bo)),
                        at: Written.now.addingTimeInterval(86_400))
                ]),
            ],
        ]
    }

    private static func message(_ text: String) throws -> MessageID { try #require(MessageID(rawValue: text)) }

    private static func address(_ number: Int, account: Int = 1) throws -> KeyAddress {
        KeyAddress(
            account: try Written.account(account), user: try #require(UserID(rawValue: "AIDAEXAMPLE0000000\(number)")),
            key: try #require(AccessKeyID(rawValue: "AKIAEXAMPLE0000000\(number)")))
    }

    private static func claim(
        _ address: KeyAddress, _ message: String, stage: Int, replaces: String? = nil, day: Double = 0
    ) throws -> NoticeClaim {
        let at = Written.now.addingTimeInterval(day * 86_400)
        return NoticeClaim(
            address: address,
            notice: Notice(
                NoticeContent(round: 1, stage: stage, isBinding: true, deadline: at.addingTimeInterval(864_000)),
                message: try self.message(message), recipient: .security, keyCreatedAt: Written.now, decidedAt: at),
            replaces: try replaces.map { try self.message($0) })
    }

    private static func outboxMessage(_ message: String, about: KeyAddress) throws -> OutboxMessage {
        OutboxMessage(
            id: try self.message(message), recipient: .security, about: about, payload: "{}",
            queuedAt: Written.now)
    }
}
