import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Synchronization
import Testing

/// What all permits of a run share is read once, and what people change meanwhile is honoured.
struct StagePermitsTests {
    /// How often the ledger is read from one deactivation to the next, without the first, which reads what they share.
    private func readsPerDeactivation(young: Int) async throws -> Set<Int> {
        let (watched, keys) = try await StopRunTests.promised(5, young: young)
        watched.clock.set(Made.day(91))
        let point = CrashPoint(atCall: .max, .before)
        let watching = BetweenDeactivator(deactivator: watched.estate) { _ in point.reads }
        try await watched.runNow(crash: point, deactivator: watching)
        #expect(keys.allSatisfy { watched.deactivations(of: $0) == [91] })
        let reads = watching.seen
        #expect(reads.count == 5)
        return Set(zip(reads.dropFirst(), reads.dropFirst(2)).map { $1 - $0 })
    }

    @Test func `a deactivation reads its own user and key, however large the organization is`() async throws {
        let few = try await readsPerDeactivation(young: 25)
        #expect(few.count == 1 && few.allSatisfy { $0 <= 6 }, "\(few)")
        #expect(try await readsPerDeactivation(young: 80) == few)
    }

    @Test func `an exemption between two deactivations holds the second`() async throws {
        let (watched, keys) = try await StopRunTests.promised(2)
        watched.clock.set(Made.day(91))
        let (estate, run) = (watched.estate, watched.nextRun())
        let requests = ExemptionRequests(watched.intervention(nil))
        let exempting = BetweenDeactivator(deactivator: estate) { user in
            guard estate.deactivations.count == 1 else { return 0 }
            _ = try await requests.grant(
                user.id.rawValue, until: Made.day(120), reason: "a migration", approver: "Luis", run: run)
            return 1
        }
        let report = try await watched.runNow(deactivator: exempting)
        #expect(exempting.seen == [0, 1])
        #expect(watched.estate.deactivations.count == 1)
        #expect(report.summary.held[.exempt] == 1)
        #expect(keys.filter { watched.deactivations(of: $0).isEmpty }.count == 1)
    }
}

/// Does something before each deactivation, and keeps its answers.
private final class BetweenDeactivator: KeyDeactivator {
    private let deactivator: any KeyDeactivator
    private let act: @Sendable (User) async throws -> Int
    private let answers = Mutex<[Int]>([])

    init(deactivator: any KeyDeactivator, _ act: @escaping @Sendable (User) async throws -> Int) {
        self.deactivator = deactivator
        self.act = act
    }

    var seen: [Int] { answers.withLock { $0 } }

    func session(for user: User, run: RunID) async throws -> any DeactivationSession {
        let answer = try await act(user)
        answers.withLock { $0.append(answer) }
        return try await deactivator.session(for: user, run: run)
    }
}
