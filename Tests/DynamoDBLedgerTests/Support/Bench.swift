import FoundationEssentials
import KeyPolicy
import KeyWatch
import LedgerContract
import Testing

@testable import AWS
@testable import DynamoDBLedger

/// Ledgers in tables that stand in, and values to write.
enum Bench {
    static let now = Date(timeIntervalSince1970: 1_800_000_000.25)

    /// A ledger in the table; it never waits.
    static func ledger(_ table: TableStandIn, attempts: Int = 5) throws -> DynamoDBLedger {
        var settings = AWSTransport.Settings(endpoints: try AWSEndpoints(environment: ["AWS_REGION": "eu-west-1"]))
        settings.sleep = { _ in await Task.yield() }
        settings.random = { 0.5 }
        settings.retries = RetryPolicy(maximumAttempts: attempts)
        let credentials = try AWSCredentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        return DynamoDBLedger(
            table: "relevo",
            AWSTransport(
                sender: table, settings: settings, credentials: StaticCredentials(credentials), scope: "hub"))
    }

    /// The store that the contract's rules run against.
    static func store(_ table: @escaping @Sendable () -> TableStandIn) -> LedgerStore {
        let own = table()
        return LedgerStore(
            open: { try ledger(own, attempts: 20) },
            holding: { events in
                let ledger = try ledger(table(), attempts: 20)
                try await ledger.hold(events)
                return ledger
            })
    }

    static func run(_ number: Int = 1) throws -> RunID { try #require(RunID(rawValue: "run-0000000\(number)")) }

    static func account(_ number: Int) throws -> AccountID {
        try #require(AccountID(rawValue: "\(111_111_111_110 + number)"))
    }

    static func fence(_ ledger: any Ledger, run number: Int = 1) async throws -> Fence {
        try #require(
            await ledger.acquireLease(holder: run(number), now: now, until: now.addingTimeInterval(3_600)))
    }

    /// A binding notice about a key of one user in one account; it opens a promise.
    static func notice(_ number: Int, account: Int) throws -> NewEvent {
        let address = KeyAddress(
            account: try self.account(account), user: try #require(UserID(rawValue: "AIDAEXAMPLE00000001")),
            key: try #require(AccessKeyID(rawValue: "AKIAEXAMPLE0000\(1_000 + number)")))
        let notice = Notice(
            NoticeContent(round: 1, stage: 76, isBinding: true, deadline: now.addingTimeInterval(864_000)),
            message: try #require(MessageID(rawValue: "message-\(number)")), recipient: .security, keyCreatedAt: now,
            decidedAt: now.addingTimeInterval(Double(number)))
        return .about(address, .noticeQueued(notice: notice), at: notice.decidedAt)
    }

    static func message(_ number: Int, payload: String = "{}") throws -> NewEvent {
        let at = now.addingTimeInterval(Double(number))
        let message = OutboxMessage(
            id: try #require(MessageID(rawValue: "message-\(number)")), recipient: .security, about: nil,
            payload: payload, queuedAt: at)
        return .outbox(.queued(message: message), at: at)
    }

    static func stop(_ number: Int) -> NewEvent {
        .stop(
            .stopped(stop: Stop(.everything, .person(by: "Luis \(number)", reason: "r"), since: now)),
            at: now.addingTimeInterval(Double(number)))
    }
}

extension DynamoDBLedger {
    /// Writes events past the ports, as a newer Relevo would have.
    func hold(_ events: [LedgerEvent]) async throws {
        var chain = ChainItems(heads: [:], attempt: "newer")
        for event in events { chain.append(event) }
        try await client.batchWriteItem(puts: chain.hints)
        guard let first = chain.first else { return }
        _ = try await transact(chain.writes(after: [:]), attempt: UUID().uuidString) {
            try await client.getItem(first) != nil
        }
    }
}
