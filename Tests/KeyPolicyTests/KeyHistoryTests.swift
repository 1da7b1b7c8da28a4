import FoundationEssentials
import KeyPolicy
import Testing

struct KeyHistoryTests {
    @Test func `nothing is known of a key without events`() {
        let history = KeyHistory()
        #expect(history.round == 0 && history.notices.isEmpty && history.latestDeadline == nil)
        #expect(
            !history.wasTold(of: .newKey) && !history.wasTold(of: .rotated) && !history.gone && history.reached.isEmpty)
    }

    @Test func `a queued notice alone is no delivery, but its deadline may have been read`() {
        var history = KeyHistory()
        history.apply(.noticeQueued(notice: Made.notice(76, on: 76)), at: Made.day(76))
        #expect(history.round == 1)
        #expect(history.delivered.isEmpty && history.reached.isEmpty)
        #expect(history.latestDeadline == Made.day(91))
        history.apply(
            .noticeFailed(message: Made.id("message-1-76"), reason: "", mayHaveArrived: false), at: Made.day(76))
        #expect(history.latestDeadline == nil)
        #expect(history.createdAt == Made.created)
    }

    @Test func `a delivery counts for deadline and recipient`() {
        let history = KeyHistory.told(Made.notice(76, on: 76, deadline: 95))
        #expect(history.delivered.count == 1)
        #expect(history.latestDeadline == Made.day(95))
        #expect(history.reached == [Made.owner])
    }

    @Test func `a notice to the security channel is its own copy`() {
        let history = KeyHistory.told(Made.notice(76, on: 76, to: .security), hasChannelCopy: false)
        #expect(history.notices.allSatisfy { $0.channelCopy != nil })
    }

    @Test func `a notice to a person has no channel copy until one is delivered`() {
        var history = KeyHistory.told(Made.notice(76, on: 76), hasChannelCopy: false)
        #expect(history.notices.allSatisfy { $0.channelCopy == nil })
        history.apply(
            .channelCopyDelivered(message: Made.id("message-1-76"), delivery: Made.delivery(77)), at: Made.day(77))
        #expect(history.notices.allSatisfy { $0.channelCopy == Made.delivery(77) })
    }

    @Test func `a notice queued again replaces one that was not delivered`() {
        var history = KeyHistory()
        history.apply(.noticeQueued(notice: Made.notice(76, on: 76)), at: Made.day(76))
        history.apply(
            .noticeFailed(message: Made.id("message-1-76"), reason: "", mayHaveArrived: true), at: Made.day(77))
        #expect(history.notices.map(\.failed) == [true])
        history.tell(Made.notice(76, on: 77, message: "message-again"))
        #expect(history.notices.map(\.notice.message.rawValue) == ["message-again"])
        #expect(history.delivered.count == 1)
    }

    @Test(arguments: [true, false])
    func `a notice queued again keeps the deadline of the try before it, if that may have been read`(
        mayHaveArrived: Bool
    ) {
        var history = KeyHistory()
        history.apply(.noticeQueued(notice: Made.notice(76, on: 76, deadline: 99)), at: Made.day(76))
        history.apply(
            .noticeFailed(message: Made.id("message-1-76"), reason: "", mayHaveArrived: mayHaveArrived),
            at: Made.day(77))
        history.tell(Made.notice(76, on: 77, deadline: 92, message: "message-again"))
        #expect(history.latestDeadline == Made.day(mayHaveArrived ? 99 : 92))
    }

    @Test func `a notice queued again never replaces a delivery`() {
        var history = KeyHistory.told(Made.notice(76, on: 76))
        history.apply(.noticeQueued(notice: Made.notice(76, on: 77, message: "message-again")), at: Made.day(77))
        #expect(history.delivered.map(\.notice.message.rawValue) == ["message-1-76"])
    }

    @Test func `a new round forgets the notices and keeps the latest deadline`() {
        let history = KeyHistory.told(
            Made.notice(86, on: 86, deadline: 99), Made.notice(86, on: 110, round: 2, deadline: 97))
        #expect(history.round == 2)
        #expect(history.delivered.map(\.notice.round) == [2])
        #expect(history.latestDeadline == Made.day(99))
    }

    @Test func `the first reason for a round's end stays`() {
        var history = KeyHistory.told(Made.notice(76, on: 76))
        history.apply(.roundEnded(reason: .exempted), at: Made.day(77))
        history.apply(.roundEnded(reason: .recipientChanged), at: Made.day(78))
        #expect(history.ended == .exempted)
        history.tell(Made.notice(76, on: 79, round: 2))
        #expect(history.ended == nil)
    }

    @Test func `intended, done and undone`() {
        var history = KeyHistory.told(Made.notice(76, on: 76))
        let promise = KeyPromise(deadline: Made.day(91), recipient: Made.owner, firstBindingDelivery: Made.day(76))
        history.apply(.deactivationIntended(round: 1, promise: promise), at: Made.day(91))
        #expect(history.deactivationPending && !history.deactivatedByRelevo && history.ended == nil)
        history.apply(.deactivated, at: Made.day(91))
        #expect(!history.deactivationPending && history.deactivatedByRelevo && history.ended == .deactivated)
        history.apply(.announced(told: Announcement.reactivated.told(to: .security)), at: Made.day(92))
        #expect(!history.deactivatedByRelevo && history.ended == .reactivated)
    }

    @Test func `a deactivation that failed leaves the round as it was`() {
        var history = KeyHistory.told(Made.notice(76, on: 76))
        let promise = KeyPromise(deadline: Made.day(91), recipient: Made.owner, firstBindingDelivery: Made.day(76))
        history.apply(.deactivationIntended(round: 1, promise: promise), at: Made.day(91))
        history.apply(.deactivationFailed(reason: ""), at: Made.day(91))
        #expect(!history.deactivationPending && history.ended == nil && history.delivered.count == 1)
    }

    @Test func `announced, thanked, gone and held are remembered`() {
        let history = KeyHistory([
            (Made.day(1), .announced(told: Announcement.newKey(expected: false).told(to: .security))),
            (Made.day(2), .announced(told: Announcement.rotated(successor: Made.keyID).told(to: .security))),
            (Made.day(3), .gone), (Made.day(4), .heldByRate),
        ])
        #expect(history.wasTold(of: .newKey) && history.wasTold(of: .rotated) && history.gone)
        #expect(history.lastHeldByBrake == Made.day(4))
        #expect(history.lastHeldByRate == Made.day(4))
    }

    @Test func `a promise of an earlier version is read`() throws {
        let promise = KeyPromise(deadline: Made.day(91), recipient: .security, firstBindingDelivery: Made.day(76))
        let text = String(decoding: try JSONEncoder().encode(promise), as: UTF8.self)
        let earlier = text.replacing(/,?"others":\[\]/, with: "").replacing("{,", with: "{")
        #expect(earlier != text)
        #expect(try JSONDecoder().decode(KeyPromise.self, from: Data(earlier.utf8)) == promise)
    }
}

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
        #expect(then.refused[anna]?.reason == .deliveryRefused)
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
