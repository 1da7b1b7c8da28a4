import FoundationEssentials
import Testing

@testable import AWS

/// What says for certain that a call changed nothing.
struct CertaintyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let step: ScriptedSender.Step
        let isDefinite: Bool

        init(_ name: String, _ step: ScriptedSender.Step, _ isDefinite: Bool) {
            testDescription = name
            self.step = step
            self.isDefinite = isDefinite
        }
    }

    static let rows = [
        Row("denied", .refused(403, "AccessDenied"), true), Row("no such key", .refused(404, "NoSuchEntity"), true),
        Row("throttled", .refused(400, "Throttling"), true), Row("5xx with a code", .refused(503, "SlowDown"), false),
        Row("a proxy's page", .text(403, "<html><body>Forbidden</body></html>"), false),
        Row("an empty 400", .text(400), false), Row("a code that is none", .refused(403, "try again"), false),
        Row("a redirect", .text(302), false), Row("a gateway", .text(502), false),
        Row("silence", .failure(.timedOut(sent: true)), false),
    ]

    @Test(arguments: rows)
    func `only a 4xx with a code that can be read is a no`(_ row: Row) async throws {
        let clock = ManualClock()
        let sender = ScriptedSender(Array(repeating: row.step, count: 5))
        let client = KeyDeactivationClient(try Made.transport(sender, try Made.settings(clock)))
        let error = await #expect(throws: AWSError.self) {
            try await client.deactivate(
                userName: "alice", accessKeyID: "AKIAIOSFODNN7EXAMPLE", before: .distantFuture)
        }
        #expect(error?.isDefiniteNo == row.isDefinite)
        #expect(error?.kind == (row.isDefinite ? .refused : .ambiguous))
    }
}
