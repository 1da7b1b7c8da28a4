import FoundationEssentials
import KeyWatch
import Testing

@testable import LambdaFunction

/// An event ends by itself before Lambda ends the process. The deadline is an instant of this machine's clock, so the
/// rows allow for a slow machine.
struct InvocationDeadlineTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let left: Double
        let account: ClosedRange<Double>

        var testDescription: String { "\(Int(left)) seconds" }
    }

    static let rows = [
        // Longer than one account may take.
        Row(left: 4 * 3_600, account: 1_200...1_200),
        // All but the last minute.
        Row(left: 900, account: 720...840),
        Row(left: 300, account: 120...240),
        // Half of what is less than two minutes.
        Row(left: 100, account: 1...50),
        Row(left: 3, account: 1...1.5),
        // Too late: a second is always left, so that an account is unknown and not an error.
        Row(left: 0, account: 1...1),
        Row(left: -900, account: 1...1),
    ]

    private func deadline(in seconds: Double) -> InvocationDeadline {
        InvocationDeadline(
            Invocation(id: "e-1", deadline: Date(timeIntervalSinceNow: seconds), traceID: nil, body: []))
    }

    @Test(arguments: rows)
    func `an account may take what is left of the time, and never more than twenty minutes`(_ row: Row) {
        #expect(row.account.contains(deadline(in: row.left).secondsForAccount))
    }

    @Test func `the end is asked for when the time is over, and not before`() {
        #expect(!deadline(in: 900).endRequest.isMade())
        #expect(deadline(in: 0).endRequest.isMade())
        #expect(deadline(in: -900).endRequest.isMade())
        #expect(throws: Interruption.self) { try deadline(in: 0).endRequest.check() }
        #expect(throws: Never.self) { try deadline(in: 900).endRequest.check() }
    }

    @Test(.timeLimit(.minutes(20)))
    func `who waits for the end is told at once when it is over, and may stop waiting`() async throws {
        try await deadline(in: -1).endRequest.made()
        let request = deadline(in: 900).endRequest
        let waiting = Task { try await request.made() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
