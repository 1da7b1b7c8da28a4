import FoundationEssentials
import KeyPolicy
import KeyWatchFakes
import Testing

@testable import KeyWatch

/// A deactivation that is planned and then skipped at the last moment, again and again: somebody has to look.
struct SkippedTwiceRunTests {
    @Test func `the second time in a row is a problem that names key, account and reason, with exit status 3`()
        async throws
    {
        let watched = Watched()
        watched.settings.policy.enforcesMachines = true
        let user = watched.estate.addUser(
            "batch", in: watched.one.id, tags: ["type": "machine", "slack-id": "C0OPS"], createdAt: Made.day(-1))
        let key = watched.estate.addKey(user)
        try await watched.run(days: 76...90)
        func runWhileUsed(_ day: Double) async throws -> RunReport {
            // The report of this morning says that it is idle, and it is used just before the last look.
            watched.estate.beforeNext(.openSession) { $0.use(key, at: Made.day(day)) }
            defer { watched.estate.use(key, at: Made.day(60)) }
            return try await watched.run(day: day)
        }
        let first = try await runWhileUsed(91)
        #expect(first.exitReasons == [])
        let second = try await runWhileUsed(92)
        #expect(second.exitReasons == [.problem])
        let said = try #require(
            second.summary.problems.map(\.text).first { $0.contains("2 runs in a row") })
        #expect(said.contains(key.masked) && said.contains("batch in \(watched.one.id)"))
        #expect(said.contains("machines' keys in use are never deactivated"))
        #expect(try await runWhileUsed(93).summary.problems.contains { $0.text.contains("3 runs in a row") })
        let last = try await watched.run(day: 94)
        #expect(last.exitReasons == [])
        #expect(watched.deactivations(of: key) == [94])
    }

    private func event(_ event: KeyEvent, run: Int, key: Int = 1) throws -> LedgerEvent {
        try LedgerEvent(
            .about(
                KeyAddress(account: Made.account(1).id, user: Made.id("AIDA0000000000000001"), key: Self.key(key)),
                event,
                at: Made.day(Double(run))), run: Made.run(run), after: nil)
    }

    private static func key(_ number: Int) -> AccessKeyID { Made.id("AKIA000000000000000\(number)") }

    private func intent(_ run: Int, round: Int = 1, key: Int = 1) throws -> LedgerEvent {
        let promise = KeyPromise(
            deadline: Made.day(91), recipient: .security, firstBindingDelivery: Made.day(76))
        return try event(.deactivationIntended(round: round, promise: promise), run: run, key: key)
    }

    private func failed(_ run: Int, key: Int = 1) throws -> LedgerEvent {
        try event(.deactivationFailed(reason: "why \(run)"), run: run, key: key)
    }

    @Test func `only tries of one key in one round in different runs are in a row`() throws {
        func skips(_ events: [LedgerEvent]) -> Int? { RepeatedSkip(of: Self.key(1), in: events)?.runs }
        #expect(skips([]) == nil)
        #expect(try skips([intent(1), failed(1)]) == nil)
        #expect(try skips([intent(1), failed(1), intent(2), failed(2)]) == 2)
        #expect(try skips([intent(1), failed(1), intent(1), failed(1)]) == nil)
        #expect(try skips([intent(1), failed(1), intent(2, round: 2), failed(2)]) == nil)
        #expect(try skips([intent(1), failed(1), intent(2), event(.deactivated, run: 2), intent(3), failed(3)]) == nil)
        #expect(try skips([intent(1), failed(1), intent(2, key: 2), failed(2, key: 2)]) == nil)
        #expect(try skips([intent(1), failed(1), intent(2)]) == nil)
        #expect(try RepeatedSkip(of: Self.key(1), in: [intent(1), failed(1), intent(2), failed(2)])?.reason == "why 2")
    }
}
