import FoundationEssentials
import Slack

/// What is told beside the ladder: exemptions, keys on for a while, unused keys, bait, and the alarm.
///
/// Reasons arrive in quotation marks: they are the words of whoever gave them.
protocol ExceptionPhrases: Sendable {
    func exemptionsEndingTitle(_ count: Int) -> Mrkdwn
    /// - Parameter ending: who is left alone until when, and why.
    func exemptionEnding(_ key: ShownKey, _ ending: ShownExemption) -> Mrkdwn
    func exemptionEndingInChannel(_ key: ShownKey, _ ending: ShownExemption, of recipient: ShownRecipient) -> Mrkdwn
    func afterExemptions(channel: Mrkdwn) -> Mrkdwn
    func afterExemptionsInChannel() -> Mrkdwn
    func exempted(_ exemption: ShownExemption) -> Mrkdwn
    func whileExempt(_ exemption: ShownExemption) -> Mrkdwn
    func exemptionEnded(_ exemption: ShownExemption, reason: Mrkdwn, approver: Mrkdwn) -> Mrkdwn
    /// For the summary.
    func exemptionsTitle(_ count: Int) -> Mrkdwn
    func exemption(_ exemption: ShownExemption) -> Mrkdwn

    func restoredTitle(for readers: Readers, isForAWhile: Bool) -> PlainText
    /// - Parameter until: nil where nothing was promised that would deactivate it again.
    func restored(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn
    func whatRestoreMeans(until: Date?, channel: Mrkdwn) -> Mrkdwn
    func restoredInChannel(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn
    func restoresEndingTitle(_ count: Int) -> Mrkdwn
    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn
    func restoreEndingInChannel(_ key: ShownKey, until: Date, of recipient: ShownRecipient) -> Mrkdwn
    func afterRestores(channel: Mrkdwn) -> Mrkdwn
    func afterRestoresInChannel() -> Mrkdwn

    func retirementsOfferedTitle(_ count: Int) -> Mrkdwn
    func retirementOffered(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn
    func retirementOfferedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn
    func howToRetire(channel: Mrkdwn) -> Mrkdwn
    func howToRetireInChannel() -> Mrkdwn
    /// Who was told of what stands above it.
    func toldOfIt(_ recipient: ShownRecipient) -> Mrkdwn

    func ownersChangedTitle(_ count: Int) -> Mrkdwn
    /// - Parameter deadline: what the recipient of before was told.
    func ownerChanged(
        _ key: ShownKey, from: ShownRecipient, to: ShownRecipient, deadline: Date, isForChannel: Bool
    ) -> Mrkdwn
    func afterOwnersChanged(channel: Mrkdwn) -> Mrkdwn
    func afterOwnersChangedInChannel() -> Mrkdwn
    func lastNoticesSentTitle(_ count: Int) -> Mrkdwn
    /// - Parameter to: who is told, in the channel; nil in the message to them.
    func lastNoticeSent(_ key: ShownKey, to: ShownRecipient?, deadline: Date) -> Mrkdwn
    func afterLastNotices(channel: Mrkdwn) -> Mrkdwn
    func afterLastNoticesInChannel() -> Mrkdwn

    func decoysUsedTitle(_ count: Int) -> Mrkdwn
    func decoyUsed(_ key: ShownKey, _ use: ShownUse) -> Mrkdwn
    func afterDecoys() -> Mrkdwn

    /// Somebody went on although nobody could see what other runs promised.
    func ledgerAcceptedTitle(_ count: Int, until: Date) -> Mrkdwn
    func beginsAnewAfterAcceptance(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn
    /// Under a summary: what other ledgers read and no person has to.
    func promisesContinued(_ part: Int, of parts: Int) -> Mrkdwn

    func brakedTitle(_ count: Int) -> Mrkdwn
    /// Why the alarm stops an account; nil: all accounts.
    func alarm(in account: Mrkdwn?, unexpected: Int, allowed: Int) -> Mrkdwn
    func pleaseLook() -> Mrkdwn
    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn
    /// - Parameter until: when the list is too old to be let through.
    func howToRelease(command: Mrkdwn, until: Date) -> Mrkdwn
}
