import FoundationEssentials
import KeyPolicy
import KeyWatch
import KeyWatchFakes
import Testing

/// What Relevo may conclude from what it sees: IAM lags behind its own changes, and the last look before a
/// deactivation counts like any other.
struct LastLookRunTests {
    @Test func `IAM that shows Active two minutes after the deactivation shows what was before`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.clock.advance(120)
        watched.estate.show(key, as: .active)
        let report = try await watched.runNow()
        #expect(report.did("reactivated").isEmpty && report.held(key) == nil)
        watched.estate.show(key, as: nil)
        watched.clock.advance(600)
        try await watched.runNow()
        #expect(watched.words(["reactivated"], about: key, to: Watched.anna) == "")
        #expect(watched.words(["reactivated"], about: key, to: .security) == "")
    }

    @Test func `after five minutes it was activated again`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.clock.advance(301)
        watched.estate.set(key, active: true)
        #expect(try await watched.runNow().did("reactivated").count == 1)
    }

    @Test func `IAM that shows Inactive two minutes after a restore shows what was before`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.clock.set(Made.day(92))
        try await watched.restore(key)
        watched.clock.advance(120)
        watched.estate.show(key, as: .inactive)
        try await watched.runNow()
        watched.estate.show(key, as: nil)
        try await watched.run(day: 93)
        #expect(watched.deactivations(of: key) == [91, 93])
    }

    @Test func `Inactive at the last reading and Active again later: a new round`() async throws {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.beforeNext(.readAgain) { $0.set(key, active: false) }
        try await watched.run(day: 91)
        watched.estate.set(key, active: true)
        try await watched.run(days: 92...97)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@92")
        #expect(watched.deactivations(of: key) == [97])
    }

    @Test func `another owner at the last reading only: a new round`() async throws {
        let watched = Watched()
        let (user, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.estate.beforeNext(.readAgain) { $0.tag(user, "slack-id", "U0BO") }
        try await watched.run(day: 91)
        watched.estate.tag(user, "slack-id", "U0ANNA")
        try await watched.run(days: 92...97)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@92")
        #expect(watched.deactivations(of: key) == [97])
    }

    @Test func `a restore's message that could only be sent after its end is not sent, and a new round begins`()
        async throws
    {
        let watched = Watched()
        let (_, key) = watched.anna()
        try await watched.run(days: 76...91)
        watched.clock.set(Made.day(92))
        watched.messenger.fail(.notDelivered, to: Watched.anna, word: "restored", times: 1)
        try await watched.restore(key, hours: 12)
        try await watched.run(day: 94)
        #expect(watched.words(["restored"], about: key, to: Watched.anna) == "")
        #expect(watched.deactivations(of: key) == [91])
        try await watched.run(days: 95...99)
        #expect(watched.notices(of: key, to: Watched.anna) == "76@76 81@81 86@86 86@94")
        #expect(watched.deactivations(of: key) == [91, 99])
    }

    @Test func `another security channel is another recipient for owners who can't be told`() async throws {
        let watched = Watched()
        watched.settings.policy.enforcesUnreachable = true
        watched.settings.securityChannel = Made.id("C0SECURITY")
        let (user, key) = watched.anna()
        watched.estate.tag(user, "slack-id", nil)
        try await watched.run(days: 76...90)
        watched.settings.securityChannel = Made.id("C0OTHER")
        watched.messenger.setSecurityChannel("C0OTHER")
        try await watched.run(days: 91...96)
        #expect(watched.deactivations(of: key) == [96])
        #expect(watched.notices(of: key, to: .security) == "76@76 81@81 86@86 86@91")
    }

    @Test func `another security channel gets the copies first`() async throws {
        let watched = Watched()
        watched.settings.securityChannel = Made.id("C0SECURITY")
        let (_, key) = watched.anna()
        try await watched.run(days: 76...90)
        watched.settings.securityChannel = Made.id("C0OTHER")
        watched.messenger.setSecurityChannel("C0OTHER")
        #expect(try await watched.run(day: 91).held(key) == "channelCopyMissing")
        #expect(watched.words(["noticeCopies"], about: key, to: .security).hasSuffix("noticeCopies@91"))
        try await watched.run(day: 92)
        #expect(watched.deactivations(of: key) == [92])
    }
}
