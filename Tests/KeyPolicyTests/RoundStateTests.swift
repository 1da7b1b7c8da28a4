import FoundationEssentials
import KeyPolicy
import Testing

struct RoundStateTests {
    private let told = KeyHistory.told(Made.notice(76, on: 76), Made.notice(81, on: 81))

    private func standing(
        _ history: KeyHistory, on day: Double = 90, to recipient: Recipient = Made.owner, binding: Bool = true,
        exemption: RoundEnd? = nil, channel: String? = nil, policy: Policy = Policy()
    ) -> RoundState {
        RoundState(
            history,
            today: .init(
                now: Made.day(day), recipient: recipient, isBinding: binding, exemption: exemption,
                securityChannel: channel),
            policy: policy)
    }

    @Test func `a round that nothing ends goes on with its promise`() {
        let standing = standing(told)
        #expect(standing.endsNow == nil && standing.round == 1 && standing.hasChannelCopies)
        #expect(standing.promise?.deadline == Made.day(91))
        #expect(standing.promise?.firstBindingDelivery == Made.day(76))
    }

    @Test func `a key without a round begins its first`() {
        let standing = standing(KeyHistory())
        #expect(standing.round == 1 && standing.promise == nil && !standing.hasChannelCopies && standing.endsNow == nil)
    }

    @Test func `the promise is the latest of the deadlines`() {
        let history = KeyHistory.told(Made.notice(76, on: 76, deadline: 95), Made.notice(81, on: 81, deadline: 93))
        #expect(standing(history).promise?.deadline == Made.day(95))
    }

    struct End: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var notices = [Made.notice(76, on: 76)]
        var day = 90.0
        var recipient = Made.owner
        var binding = true
        var exemption: RoundEnd?
        let end: RoundEnd?
    }

    @Test(arguments: [
        End(testDescription: "nothing", end: nil),
        End(testDescription: "a second before the promise lapses", day: 105 - 1.0 / 86_400, end: nil),
        End(testDescription: "the promise lapses", day: 105, end: .promiseLapsed),
        End(testDescription: "long after it lapsed", day: 400, end: .promiseLapsed),
        End(testDescription: "another person", recipient: .person(Made.id("U0BO")), end: .recipientChanged),
        End(testDescription: "the security channel", recipient: .security, end: .recipientChanged),
        End(testDescription: "an exemption", exemption: .exempted, end: .exempted),
        End(testDescription: "an exemption by tags", exemption: .exemptedByTags, end: .exemptedByTags),
        End(
            testDescription: "notices begin to bind", notices: [Made.notice(76, on: 76, binding: false)],
            end: .beganToBind),
        End(
            testDescription: "one of two did not bind",
            notices: [Made.notice(76, on: 76), Made.notice(81, on: 81, binding: false)], end: .beganToBind),
        End(testDescription: "notices stop binding", binding: false, end: nil),
        End(
            testDescription: "nothing that binds never lapses", notices: [Made.notice(76, on: 76, binding: false)],
            day: 400, binding: false, end: nil),
    ])
    func `a round ends for one of these reasons`(row: End) {
        var history = KeyHistory()
        for notice in row.notices { history.tell(notice) }
        let standing = standing(history, on: row.day, to: row.recipient, binding: row.binding, exemption: row.exemption)
        #expect(standing.endsNow == row.end)
        #expect(standing.round == (row.end == nil ? 1 : 2))
        if row.end != nil { #expect(standing.promise == nil && standing.delivered.isEmpty) }
    }

    @Test func `a recipient of whom Slack says that they can't be reached did not bring that about`() {
        let bo = Recipient.person(Made.id("U0BO"))
        for (passedOver, end) in [([Made.owner], RoundEnd.recipientUnreachable), ([bo], .recipientChanged)] {
            let today = RoundState.Today(
                now: Made.day(90), recipient: .security, passedOver: Set(passedOver), isBinding: true)
            let standing = RoundState(told, today: today, policy: Policy())
            #expect(standing.endsNow == end)
            #expect(end.isWithinOwnersReach == (end == .recipientChanged))
        }
    }

    @Test(arguments: [
        RoundEnd.promiseLapsed, .deactivated, .reactivated, .restored, .deactivationUnknown, .switchedOff,
        .recipientChanged, .recipientUnreachable, .exempted, .beganToBind, .accountLeft,
    ])
    func `a round that the ledger ended is over, and nothing of it counts`(reason: RoundEnd) {
        var history = told
        history.apply(.roundEnded(reason: reason), at: Made.day(82))
        let standing = standing(history)
        #expect(standing.round == 2 && standing.promise == nil && standing.delivered.isEmpty)
        #expect(standing.endsNow == nil)
    }

    @Test(arguments: [KeyEvent.heldByRate, .heldByAlarm])
    func `a key that waits or that the alarm stops does not lapse`(event: KeyEvent) {
        var history = told
        history.apply(event, at: Made.day(104))
        #expect(standing(history, on: 117.9).endsNow == nil)
        #expect(standing(history, on: 118).endsNow == .promiseLapsed)
    }

    @Test(arguments: [KeyEvent.heldByRate, .heldByAlarm])
    func `a key that is held keeps its promise for a week, however short promises are valid`(event: KeyEvent) {
        var policy = Policy()
        policy.promiseValidDays = 1
        var history = told
        #expect(standing(history, on: 92, policy: policy).endsNow == .promiseLapsed)
        history.apply(event, at: Made.day(91))
        #expect(standing(history, on: 97.9, policy: policy).endsNow == nil)
        #expect(standing(history, on: 98, policy: policy).endsNow == .promiseLapsed)
    }

    @Test func `undelivered notices neither promise nor end anything`() {
        var history = KeyHistory()
        history.apply(.noticeQueued(notice: Made.notice(76, on: 76)), at: Made.day(76))
        let standing = standing(history, on: 400, to: .security)
        #expect(standing.endsNow == nil && standing.round == 1 && standing.promise == nil)
    }

    @Test func `one missing copy and the round is not in the channel`() {
        var history = KeyHistory.told(Made.notice(76, on: 76))
        history.tell(Made.notice(81, on: 81), hasChannelCopy: false)
        #expect(!standing(history).hasChannelCopies)
    }

    @Test func `the copy that an earlier round is owed counts too`() {
        var history = KeyHistory.told(Made.notice(76, on: 76), hasChannelCopy: false)
        history.apply(.roundEnded(reason: .recipientChanged), at: Made.day(80))
        history.tell(Made.notice(81, on: 81, round: 2))
        #expect(!standing(history).hasChannelCopies)
        history.apply(
            .channelCopyDelivered(message: Made.id("message-1-76"), delivery: Made.delivery(82)), at: Made.day(82))
        #expect(standing(history).hasChannelCopies)
    }

    // MARK: - Exemptions, restores and the last notice

    @Test(arguments: [75.9, 76, 80.1])
    func `what was said before an exemption counts no longer once it is over`(ended: Double) {
        let history = KeyHistory.told(Made.notice(76, on: 76))
        let today = RoundState.Today(
            now: Made.day(90), recipient: Made.owner, isBinding: true, exemptionEnded: Made.day(ended))
        let standing = RoundState(history, today: today, policy: Policy())
        #expect(standing.endsNow == (ended > 76 ? .exempted : nil))
    }

    /// Deactivated on day 91 and restored until day 95, of which these were told.
    private func restored(told: Set<Recipient>) -> KeyHistory {
        var history = KeyHistory.told(Made.notice(86, on: 86))
        history.apply(.deactivated, at: Made.day(91))
        history.apply(.restoreIntended(until: Made.day(95), reason: "a release"), at: Made.day(92))
        history.apply(.restored, at: Made.day(92))
        for recipient in told {
            history.apply(.restoreTold(until: Made.day(95), recipient: recipient), at: Made.day(92))
        }
        return history
    }

    @Test func `a restore's end deactivates only if owner and channel were notified of it`() {
        let both = standing(restored(told: [Made.owner, .security]), on: 95)
        #expect(both.endsNow == nil && both.hasChannelCopies && both.promise?.deadline == Made.day(95))
        #expect(standing(restored(told: [.security]), on: 94.9).endsNow == nil)
        #expect(standing(restored(told: [.security]), on: 95).endsNow == .restoreUntold)
        #expect(standing(restored(told: []), on: 95).endsNow == .restoreUntold)
        let ownerAlone = standing(restored(told: [Made.owner]), on: 95)
        #expect(ownerAlone.endsNow == nil && !ownerAlone.hasChannelCopies)
    }

    @Test func `a message about a restore's end that arrives after it doesn't count`() {
        var history = restored(told: [.security])
        history.apply(.restoreTold(until: Made.day(95), recipient: Made.owner), at: Made.day(95))
        #expect(standing(history, on: 95).endsNow == .restoreUntold)
    }

    @Test func `nothing that an owner can change ends the round of a last notice`() {
        let history = KeyHistory.told(Made.notice(86, on: 121, deadline: 126, late: true, last: true))
        #expect(standing(history, on: 126, to: .person(Made.id("U0BO"))).endsNow == nil)
        #expect(standing(history, on: 126, exemption: .exemptedByTags).endsNow == nil)
        #expect(standing(history, on: 126, exemption: .exempted).endsNow == .exempted)
        #expect(standing(history, on: 140).endsNow == .promiseLapsed)
    }
}
