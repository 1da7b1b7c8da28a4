import FoundationEssentials
import KeyWatch
import Synchronization
import Testing

@testable import LambdaFunction

/// An event ends by itself before Lambda ends the process.
struct InvocationDeadlineTests {
    struct Row: Sendable, CustomTestStringConvertible {
        /// Seconds until Lambda ends the process.
        let left: Double
        /// Seconds until the event ends by itself.
        let own: Double
        let account: Double

        var testDescription: String { "\(Int(left)) seconds" }
    }

    static let rows = [
        // Longer than one account may take.
        Row(left: 4 * 3_600, own: 4 * 3_600 - 60, account: 1_200),
        // All but the last minute.
        Row(left: 900, own: 840, account: 756),
        Row(left: 300, own: 240, account: 216),
        Row(left: 120, own: 60, account: 54),
        // Half of what is less than two minutes.
        Row(left: 100, own: 50, account: 45),
        Row(left: 3, own: 1.5, account: 1.35),
        // Too late: a second is always left, so that an account is unknown and not an error.
        Row(left: 1, own: 0.5, account: 1),
        Row(left: 0, own: 0, account: 1),
        Row(left: -900, own: -900, account: 1),
    ]

    private static let now = Date(timeIntervalSince1970: 1_773_307_800)

    private func deadline(in seconds: Double) -> InvocationDeadline {
        InvocationDeadline(
            Invocation(id: "e-1", deadline: Self.now.addingTimeInterval(seconds), traceID: nil, body: []), now: Self.now
        )
    }

    @Test(arguments: rows)
    func `it ends a minute early or halfway, and an account may take nine tenths of that`(_ row: Row) {
        let deadline = deadline(in: row.left)
        #expect(deadline.end == Self.now.addingTimeInterval(row.own))
        #expect(abs(deadline.secondsForAccount - row.account) < 0.001)
    }

    @Test func `the end is asked for when the time is over, and not before`() {
        let now = Mutex(Self.now)
        let request = deadline(in: 900).endRequest(now: { now.withLock { $0 } })
        for (seconds, isMade) in [(0.0, false), (839, false), (840, true), (841, true)] {
            now.withLock { $0 = Self.now.addingTimeInterval(seconds) }
            #expect(request.isMade() == isMade, "after \(seconds) seconds")
        }
        #expect(throws: Interruption.self) { try request.check() }
    }

    @Test(.timeLimit(.minutes(20)))
    func `who waits for the end is told at once when it is over, and may stop waiting`() async throws {
        try await deadline(in: -1).endRequest(now: { Self.now }).made()
        let request = deadline(in: 900).endRequest(now: { Self.now })
        let waiting = Task { try await request.made() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
