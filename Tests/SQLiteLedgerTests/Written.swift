import FoundationEssentials
import GRDB
import KeyPolicy
import KeyWatch
import Testing

@testable import SQLiteLedger

/// What tests write into ledgers, also past the ports.
enum Written {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    static func account(_ number: Int) throws -> AccountID { try #require(AccountID(rawValue: "11111111111\(number)")) }

    static func run(_ number: Int = 1) throws -> RunID { try #require(RunID(rawValue: "run-0000000\(number)")) }

    static func fact(_ number: Int, account: Int = 1) throws -> NewEvent {
        let address = KeyAddress(
            account: try self.account(account), user: try #require(UserID(rawValue: "AIDAEXAMPLE00000001")),
            key: try #require(AccessKeyID(rawValue: "AKIAEXAMPLE00000001")))
        return .about(
            address, .deactivationFailed(reason: "reason \(number)"), at: now.addingTimeInterval(Double(number)))
    }

    static func fence(_ ledger: SQLiteLedger) async throws -> Fence {
        let fence = try await ledger.acquireLease(holder: run(), now: now, until: now.addingTimeInterval(3_600))
        return try #require(fence)
    }

    /// In as many writes as are needed.
    static func append(_ numbers: ClosedRange<Int>, account: Int = 1, to ledger: SQLiteLedger, _ fence: Fence)
        async throws
    {
        for start in stride(from: numbers.lowerBound, through: numbers.upperBound, by: LargestWrite.facts) {
            let part = start...min(start + LargestWrite.facts - 1, numbers.upperBound)
            try await ledger.append(part.map { try fact($0, account: account) }, run: fence.holder, fence: fence)
        }
    }

    /// Ends a run as `relevo run` does, and returns the root that its summary shows.
    static func endRun(_ ledger: SQLiteLedger, _ fence: Fence) async throws -> String {
        let heads = try await ledger.heads()
        let ended = RunEvent.ended(root: EventChain.root(of: heads), heads: heads, counts: [:], exitStatus: 0)
        try await ledger.append([.run(ended, at: now)], run: fence.holder, fence: fence)
        return EventChain.root(of: heads)
    }

    /// Changes the file as somebody would who knows SQLite and avoids the triggers.
    static func tamper(_ path: String, _ sql: String) throws {
        let database = try DatabaseQueue(path: path)
        try database.write { database in
            for trigger in ["changed", "deleted", "replaced"] {
                try database.execute(sql: "DROP TRIGGER IF EXISTS events_are_never_\(trigger)")
            }
            try database.execute(sql: sql)
        }
        try database.close()
    }
}
