import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// A security channel that others can read: nothing is written, sent or deactivated.
struct OpenChannelRunTests {
    private static let open: [Readership] = [.workspace(channel: "#keys"), .otherCompanies(channel: "#keys")]

    /// Watched until the day before the key is due.
    private func due() async throws -> Watched {
        let watched = Watched()
        watched.anna()
        try await watched.run(days: 76...90)
        return watched
    }

    @Test(arguments: open)
    func `a run is refused before it does anything`(_ readership: Readership) async throws {
        let watched = try await due()
        let (sends, heads) = (watched.messenger.sends, await watched.ledger.heads())
        watched.messenger.setReadership(readership)
        let refusal = await #expect(throws: WatchRefusal.self) { try await watched.run(day: 92) }
        let sentence = try #require(refusal).description
        #expect(sentence.contains("#keys") && sentence.contains("`slack.channel-may-be-public: true`"))
        #expect(sentence.contains(readership == Self.open[0] ? "private channel" : "End the sharing"))
        #expect(watched.messenger.sends == sends)
        #expect(await watched.ledger.heads() == heads)
        #expect(watched.estate.deactivations.isEmpty)
        // Once that is over, everything continues.
        watched.messenger.setReadership(.members)
        try await watched.run(day: 92)
        #expect(watched.estate.deactivations.count == 1)
    }

    @Test(arguments: open)
    func `a setting allows it`(_ readership: Readership) async throws {
        let watched = try await due()
        watched.settings.channelMayBePublic = true
        watched.messenger.setReadership(readership)
        try await watched.run(day: 92)
        #expect(watched.estate.deactivations.count == 1)
    }

    @Test func `an unclear answer refuses nothing`() async throws {
        let watched = try await due()
        watched.messenger.setReadership(.unknown)
        try await watched.run(day: 92)
        #expect(watched.estate.deactivations.count == 1)
    }

    @Test func `a stop is not refused: an emergency doesn't wait`() async throws {
        let watched = try await due()
        watched.messenger.setReadership(.workspace(channel: "#keys"))
        #expect(try await watched.stop().problems == [])
    }
}
