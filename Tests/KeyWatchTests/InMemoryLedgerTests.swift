import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import LedgerContract
import Testing

struct InMemoryLedgerTests {
    @Test(arguments: LedgerContract.rules)
    func `the contract is kept`(rule: LedgerContract) async throws {
        let ledger = InMemoryLedger()
        try await rule.check(LedgerStore(open: { ledger }, holding: { InMemoryLedger(events: $0) }))
    }

    @Test func `a ledger made from another's events answers as that one does`() async throws {
        let first = InMemoryLedger()
        let run = try #require(RunID(rawValue: "run-00000001"))
        let id = try #require(MessageID(rawValue: "message-1"))
        let fence = try #require(await first.acquireLease(holder: run, now: .distantPast, until: .distantFuture))
        let message = OutboxMessage(
            id: id, recipient: .security, about: nil, payload: "", queuedAt: .distantPast)
        try await first.append([.outbox(.queued(message: message), at: .distantPast)], run: run, fence: fence)

        let second = InMemoryLedger(events: await first.events(.runs, after: 0, limit: 9))
        #expect(await second.heads() == first.heads())
        #expect(await second.unsentMessages() == [message])
    }
}
