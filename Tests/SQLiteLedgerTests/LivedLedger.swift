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
            for facts in facts {
                try await ledger.append(facts, run: run, fence: fence)
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

    /// The second run dies with an open notice and another open message.
    private static func runs() throws -> [[[NewEvent]]] {
        let (anna, bo) = (try address(1), try address(2, account: 2))
        let delivery = Delivery(place: "D01", id: "1800000000.000001", at: Written.now)
        let queued = try outboxMessage("message-3", about: anna)
        let (first, second) = (try message("message-1"), try message("message-2"))
        return [
            [
                [
                    .run(.started(version: "0"), at: Written.now),
                    .about(anna.account, .known(since: Written.now), at: Written.now),
                ],
                try notice(anna, "message-1", stage: 76) + notice(bo, "message-2", stage: 81),
                [
                    .about(anna, .noticeDelivered(message: first, delivery: delivery), at: Written.now),
                    .outbox(.sent(id: first, delivery: delivery), at: Written.now),
                    .about(bo, .noticeFailed(message: second, reason: "no", mayHaveArrived: false), at: Written.now),
                    .outbox(.withdrawn(id: second, reason: "no"), at: Written.now),
                ],
                [
                    .about(anna, .restoreIntended(until: Written.now, reason: "r"), at: Written.now),
                    .outbox(.queued(message: queued), at: Written.now),
                ],
                [.about(anna, .restored, at: Written.now)],
                [.outbox(.sent(id: queued.id, delivery: delivery), at: Written.now)],
            ],
            [
                try notice(bo, "message-4", stage: 81, day: 1),
                [
                    .outbox(
                        .queued(message: try outboxMessage("message-5", about: bo)),
                        at: Written.now.addingTimeInterval(86_400))
                ],
            ],
        ]
    }

    private static func message(_ text: String) throws -> MessageID { try #require(MessageID(rawValue: text)) }

    private static func address(_ number: Int, account: Int = 1) throws -> KeyAddress {
        KeyAddress(
            account: try Written.account(account), user: try #require(UserID(rawValue: "AIDAEXAMPLE0000000\(number)")),
            key: try #require(AccessKeyID(rawValue: "AKIAEXAMPLE0000000\(number)")))
    }

    /// The events with which a notice is queued.
    private static func notice(
        _ address: KeyAddress, _ message: String, stage: Int, day: Double = 0
    ) throws -> [NewEvent] {
        let at = Written.now.addingTimeInterval(day * 86_400)
        let id = try self.message(message)
        let notice = Notice(
            NoticeContent(round: 1, stage: stage, isBinding: true, deadline: at.addingTimeInterval(864_000)),
            message: id, recipient: .security, keyCreatedAt: Written.now, decidedAt: at)
        let queued = OutboxMessage(
            id: id, recipient: .security, about: nil, payload: "{}", queuedAt: at,
            makesTrue: [DeliveryFact(address: address, kind: .noticeDelivered(notice: notice))], isKept: false)
        return [.outbox(.queued(message: queued), at: at), .about(address, .noticeQueued(notice: notice), at: at)]
    }

    private static func outboxMessage(_ message: String, about: KeyAddress) throws -> OutboxMessage {
        OutboxMessage(
            id: try self.message(message), recipient: .security, about: about, payload: "{}",
            queuedAt: Written.now)
    }
}
