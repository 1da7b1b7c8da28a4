import KeyPolicy
import KeyWatchFakes
import Testing

@testable import KeyWatch

/// Somebody who has the ledger's file changes what no hash covers, between one run and the next.
struct ConsistencyRunTests {
    @Test func `a message removed from the outbox stops the next run before it does anything`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        // Switched off, and Slack dies before that is told.
        watched.clock.set(Made.day(91))
        watched.messenger.fail(.notDelivered, word: "deactivated")
        try await watched.runNow()
        try #require(await watched.ledger.unsentMessages().isEmpty == false)
        watched.messenger.recover()
        let words = await watched.ledger.outbox
        await watched.ledger.set(outbox: OpenMessages())
        let before = await watched.ledger.heads()
        let messages = watched.messenger.messages.count
        let error = await #expect(throws: LedgerError.self) { try await watched.run(day: 92) }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("is not in the outbox"))
        #expect(await watched.ledger.heads() == before)
        #expect(watched.messenger.messages.count == messages)
        await #expect(throws: LedgerError.self) { try await watched.restore(key) }

        // Put back, it is told.
        await watched.ledger.set(outbox: words)
        try await watched.run(day: 93)
        #expect(watched.messenger.messages.count > messages)
    }
}

extension InMemoryLedger {
    fileprivate func set(outbox: OpenMessages) { self.outbox = outbox }
}
