import FoundationEssentials
import KeyPolicy
import Testing

/// Slack's no to nobody knows what: a week of it is a refusal.
struct UnclearAnswerTests {
    private func history(_ days: Double...) throws -> (history: KeyHistory, anna: Recipient) {
        let anna = Recipient.person(try #require(SlackUserID(rawValue: "U0ANNA")))
        let events = days.map { day in
            (at: Date(timeIntervalSince1970: day * Days.seconds), event: KeyEvent.recipientUnclear(recipient: anna))
        }
        return (KeyHistory(events), anna)
    }

    @Test func `the day before, the day, and after`() throws {
        let (before, anna) = try history(0, 1, 6.9)
        #expect(before.refused[anna] == nil)
        let (then, _) = try history(0, 1, 7)
        #expect(then.refused[anna]?.reason == .conversationRefused)
        #expect(then.refused[anna]?.at == Date(timeIntervalSince1970: 7 * Days.seconds))
        #expect(try history(0, 8).history.refused[anna] != nil)
    }

    @Test func `one that is long ago says nothing of the next`() throws {
        let (history, anna) = try history(0, 31)
        #expect(history.refused[anna] == nil)
        #expect(history.unclear[anna]?.since == Date(timeIntervalSince1970: 31 * Days.seconds))
    }

    @Test func `others are not touched`() throws {
        #expect(try history(0, 7).history.refused[.security] == nil)
    }
}
