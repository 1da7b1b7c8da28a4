import FoundationEssentials
import Slack

/// Notices, to those who answer for the keys, and their copies for the security channel.
protocol NoticePhrases: Sendable {
    func noticeTitle(_ count: Int, for readers: Readers) -> PlainText
    /// - Parameter maximumAge: days after which a key is deactivated.
    func noticeIntro(_ count: Int, for readers: Readers, maximumAge: Int) -> Mrkdwn
    func noticesContinued() -> Mrkdwn
    /// For notifications: one key by itself.
    func noticeText(_ key: ShownKey, _ fate: Fate) -> Mrkdwn
    /// For notifications: several keys; `earliest` is the first deadline among them.
    func noticeText(_ count: Int, for readers: Readers, earliest: Date?) -> Mrkdwn

    func fate(_ fate: Fate) -> Mrkdwn
    func fateInLine(_ fate: Fate) -> Mrkdwn
    /// Something signed with the key in the last 48 hours: what becomes of that.
    func usedRecently(_ key: ShownKey, _ fate: Fate) -> Mrkdwn
    func neverUsed() -> Mrkdwn
    func otherKey(_ other: ShownKey) -> Mrkdwn
    /// An Active key of the same user, made after the one that is due.
    func newerKey(_ newer: ShownKey) -> Mrkdwn
    func possibleRepeat() -> Mrkdwn
    /// The key is overdue: this is the last message about it before its deadline.
    func lastNotice() -> Mrkdwn
    /// Stands above any other message that is sent a second time.
    func possibleRepeatOfMessage() -> Mrkdwn

    func whatElseHappens(isAnyBinding: Bool) -> Mrkdwn
    func whomToAsk(help: Mrkdwn?, channel: Mrkdwn) -> Mrkdwn
    func helpLinkLabel() -> String

    func copiesTitle(_ count: Int) -> Mrkdwn
    func copiesContinued() -> Mrkdwn
    func told(_ recipient: ShownRecipient) -> Mrkdwn
    func stageInLine(_ stage: Int) -> Mrkdwn
}
