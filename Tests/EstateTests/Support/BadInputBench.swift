import Foundation
import KeyWatch
import LocalSlack
import SQLiteLedger
import Testing

/// The servers that all rows of ``BadInputTests`` share, and the ledger that each of them begins with: ana was told that
/// her key, 85 days old then, is deactivated on day 6.
struct BadInputBench: Sendable {
    @TaskLocal static var current: BadInputBench?

    private let estate: Estate
    /// What the ledger held when it was made.
    private let heads: [StreamHead]
    /// What Slack held then.
    private let slackState: JSONValue

    static func with(_ body: @Sendable (BadInputBench) async throws -> Void) async throws {
        try await Estate.with(checksPermissions: true, people: [Person.engineer("ana", "U0ANA", age: 85)]) { estate in
            try await estate.goodRun(on: Day(0))
            try await estate.turn(to: Day(6))
            let ledger = try SQLiteLedger(path: estate.folder.file("relevo.db"), access: .readOnly)
            try await body(
                BadInputBench(
                    estate: estate, heads: try await ledger.heads(),
                    slackState: try await estate.slack.get("/control/state")))
        }
    }

    /// Runs `body` with a folder of its own: a good configuration, and a copy of the ledger.
    func withRow(_ body: (Estate) async throws -> Void) async throws {
        try await Folder.with { folder in
            let row = estate.within(folder)
            for name in ["relevo.db", "relevo.db-wal"] where estate.folder.exists(name) {
                try FileManager.default.copyItem(atPath: estate.folder.file(name), toPath: folder.file(name))
            }
            try row.configure()
            do {
                try await body(row)
            } catch {
                try await row.repair(slackState)
                throw error
            }
            try await row.repair(slackState)
        }
    }

    /// Checks that nothing in the ledger is lost, and that no key was deactivated.
    func expectNothingLost(
        _ row: Estate, _ ledger: BadInput.Ledger, fileBefore: Data?, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(try await row.status(of: "ana") == "Active", sourceLocation: location)
        switch ledger {
        case .none: break
        case .file(let name): #expect(row.folder.bytesIfThere(name) == fileBefore, sourceLocation: location)
        case .untouched:
            let now = try SQLiteLedger(path: row.folder.file("relevo.db"), access: .readOnly)
            #expect(try await now.heads() == heads, sourceLocation: location)
        case .kept:
            let now = try SQLiteLedger(path: row.folder.file("relevo.db"), access: .readOnly)
            let verified = try await ChainVerification.of(now)
            #expect(verified.isSound, "\(verified.faults)", sourceLocation: location)
            for head in heads {
                let event = try await now.events(head.stream, after: head.sequence - 1, limit: 1).first
                #expect(event?.hash == head.hash, sourceLocation: location)
            }
        }
    }
}

/// Starts the servers once for a whole suite.
struct SharedBench: SuiteTrait, TestScoping {
    var isRecursive: Bool { false }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await BadInputBench.with { bench in
            try await BadInputBench.$current.withValue(bench) { try await function() }
        }
    }
}
