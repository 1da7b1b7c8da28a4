import FoundationEssentials
import KeyPolicy
import KeyWatchFakes
import Testing

@testable import KeyWatch

/// What a run records about the ledger's chains as it ends.
struct RecordedHeadsTests {
    @Test func `a run records only the heads that changed, and the root of all`() async throws {
        let watched = Watched(accounts: [Made.account(1), Made.account(2)])
        watched.anna()
        try await watched.run(days: 76...77)
        let ended = await watched.ledger.events(ofKind: .runEnded, in: .runs, since: .distantPast)
        var recorded: [[StreamID]] = []
        for event in ended {
            guard case .run(.ended(_, let heads, _, _)) = event.body else { continue }
            recorded.append(heads.map(\.stream))
        }
        // On day 77 nothing happens in either account.
        #expect(recorded[0].count == 3 && recorded[1] == [.runs])
        #expect(try await ChainVerification.of(watched.ledger).faults == [])
    }
}
