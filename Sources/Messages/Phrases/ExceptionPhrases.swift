import FoundationEssentials
import Slack

/// What is told beside the ladder: exemptions, keys on for a while, keys that go early, bait, and the brake.
protocol ExceptionPhrases: Sendable {
    func exemptionsEndingTitle(_ count: Int) -> Mrkdwn
    /// - Parameter ending: who is left alone until when, and why.
    func exemptionEnding(_ key: ShownKey, _ ending: ShownExemption) -> Mrkdwn
    func afterExemptions(channel: Mrkdwn) -> Mrkdwn
    func exempted(_ exemption: ShownExemption) -> Mrkdwn
    func exemptionEnded(_ exemption: ShownExemption, reason: Mrkdwn, approver: Mrkdwn) -> Mrkdwn
    /// For the summary.
    func exemptionsTitle(_ count: Int) -> Mrkdwn
    func exemption(_ exemption: ShownExemption) -> Mrkdwn

    func restoredTitle() -> PlainText
    func restored(_ key: ShownKey, until: Date, reason: Mrkdwn) -> Mrkdwn
    func restoredInChannel(_ key: ShownKey, of recipient: ShownRecipient, until: Date, reason: Mrkdwn) -> Mrkdwn
    func whatRestoreMeans(until: Date, channel: Mrkdwn) -> Mrkdwn
    func restoresEndingTitle(_ count: Int) -> Mrkdwn
    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn

    func retirementsOfferedTitle(_ count: Int) -> Mrkdwn
    func retirementOffered(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn
    func howToAgree(channel: Mrkdwn) -> Mrkdwn
    func retirementOfferedInChannel(
        _ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn, command: Mrkdwn
    ) -> Mrkdwn
    func retiredTitle() -> PlainText
    func retired(_ key: ShownKey, successor: Mrkdwn, agreedBy: Mrkdwn, reason: Mrkdwn) -> Mrkdwn
    func retiredInChannel(
        _ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn, agreedBy: Mrkdwn, reason: Mrkdwn
    ) -> Mrkdwn
    func ifYouDidNotAgree(channel: Mrkdwn) -> Mrkdwn

    func decoysUsedTitle(_ count: Int) -> Mrkdwn
    func decoyUsed(_ key: ShownKey, at: Date, service: Mrkdwn?, region: Mrkdwn?) -> Mrkdwn

    func brakedTitle(_ count: Int) -> Mrkdwn
    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn
    func howToRelease(command: Mrkdwn) -> Mrkdwn
}
