import FoundationEssentials
import KeyPolicy
import Slack

/// Messages about something that happened to a key, sent once: a group of functions for each kind of announcement.
protocol AnnouncementPhrases: Sendable {
    /// What a message is about, in one sentence about the key; nil for notices, which say it themselves.
    ///
    /// An announcement needs no more than this: `SlackComposer.list` writes the keys under it.
    func matter(_ kind: PlannedAction.Kind) -> Mrkdwn?

    func newKeysTitle(_ count: Int, for readers: Readers) -> PlainText
    func newKeysText(_ count: Int) -> Mrkdwn
    func newKeyCreated(_ key: ShownKey) -> Mrkdwn
    func newKeyExpected() -> Mrkdwn
    func newKeyExtra() -> Mrkdwn
    /// All new keys of a message replace keys that have notices.
    func halfwayTitle() -> PlainText
    func halfwayText() -> Mrkdwn
    /// - Parameter command: deactivates the old key; nil where it can't be shown.
    func halfwayThere(_ command: Mrkdwn?) -> Mrkdwn
    func reportIfNotYou(channel: Mrkdwn) -> Mrkdwn
    func askWhetherItWasYou(_ count: Int, channel: Mrkdwn) -> Mrkdwn
    func newKeysInChannel(_ count: Int) -> Mrkdwn
    func newKeyInChannel(_ key: ShownKey, of recipient: ShownRecipient, expected: Bool) -> Mrkdwn

    func rotatedText(_ count: Int) -> Mrkdwn
    func thanks(_ count: Int) -> Mrkdwn
    func rotated(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn
    /// How long before its deadline a key was rotated.
    func daysEarly(_ days: Int) -> Mrkdwn
    /// Fewer than for the owner's key before.
    func fewerNotices(_ now: Int, before: Int) -> Mrkdwn
    func rotatedInChannel(_ count: Int) -> Mrkdwn
    func rotatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn

    func reactivatedTitle(_ count: Int) -> PlainText
    func reactivatedText(_ count: Int) -> Mrkdwn
    func reactivated(_ key: ShownKey) -> Mrkdwn
    func afterReactivation(_ count: Int, channel: Mrkdwn) -> Mrkdwn
    func reactivatedInChannel(_ count: Int) -> Mrkdwn
    func reactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn

    func restoresEndingTitle(_ count: Int) -> Mrkdwn
    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn
    func restoreEndingInChannel(_ key: ShownKey, until: Date, of recipient: ShownRecipient) -> Mrkdwn
    func afterRestores(channel: Mrkdwn) -> Mrkdwn
    func afterRestoresInChannel() -> Mrkdwn

    func exemptionsEndingTitle(_ count: Int) -> Mrkdwn
    func exemptionEnding(_ key: ShownKey, _ exemption: ShownExemption) -> Mrkdwn
    func exemptionEndingInChannel(
        _ key: ShownKey, _ exemption: ShownExemption, of recipient: ShownRecipient
    ) -> Mrkdwn
    func afterExemptions(channel: Mrkdwn) -> Mrkdwn
    func afterExemptionsInChannel() -> Mrkdwn

    func retirementsOfferedTitle(_ count: Int) -> Mrkdwn
    func retirementOffered(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn
    func retirementOfferedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn
    func howToRetire(channel: Mrkdwn) -> Mrkdwn
    func howToRetireInChannel() -> Mrkdwn

    func ownersChangedTitle(_ count: Int) -> Mrkdwn
    /// - Parameter deadline: the one in the earlier recipient's notices.
    func ownerChanged(
        _ key: ShownKey, from: ShownRecipient, to: ShownRecipient, deadline: Date, isForChannel: Bool
    ) -> Mrkdwn
    func afterOwnersChanged(channel: Mrkdwn) -> Mrkdwn
    func afterOwnersChangedInChannel() -> Mrkdwn

    func lastNoticesSentTitle(_ count: Int) -> Mrkdwn
    /// - Parameter to: the earlier recipient, in the channel; nil in the message to them.
    func lastNoticeSent(_ key: ShownKey, to: ShownRecipient?, deadline: Date) -> Mrkdwn
    func afterLastNotices(channel: Mrkdwn) -> Mrkdwn
    func afterLastNoticesInChannel() -> Mrkdwn

    /// Its owner changed to nobody who can be notified, so it stays active.
    func ownerLost(_ key: ShownKey, from: ShownRecipient, deadline: Date, isForChannel: Bool) -> Mrkdwn
    func ownersLeftTitle(_ count: Int) -> Mrkdwn
    func ownerLeft(_ key: ShownKey, owner: ShownRecipient) -> Mrkdwn
    /// Below the keys; above the commands that deactivate them, where there are any.
    func afterOwnersLeft(hasCommands: Bool) -> Mrkdwn
    func decoysUsedTitle(_ count: Int) -> Mrkdwn
    func decoyUsed(_ key: ShownKey, _ use: ShownUse) -> Mrkdwn
    func afterDecoys() -> Mrkdwn
}

/// Who did something to a key, from where and with what; or why that is unknown.
protocol KeyActivityPhrases: Sendable {
    func keyCreated(_ activity: ShownKeyActivity) -> Mrkdwn
    func keyActivated(_ activity: ShownKeyActivity) -> Mrkdwn
    func serviceCredentialTitle() -> Mrkdwn
    /// - Parameter author: who created it.
    func serviceCredential(_ user: Mrkdwn, service: Mrkdwn, in account: Mrkdwn, author: ShownKeyActivity) -> Mrkdwn
    func afterServiceCredential() -> Mrkdwn
}

/// Keys that Relevo deactivated, or activated again on request.
protocol DeactivationPhrases: Sendable {
    func deactivatedTitle(for readers: Readers) -> PlainText
    func deactivated(_ key: ShownKey, at: Date, toldSince: Date) -> Mrkdwn
    func deactivatedText(_ key: ShownKey) -> Mrkdwn
    /// The sentence that a reader posts to get the key back for a while.
    func pleaseRestore(_ key: ShownKey) -> Mrkdwn
    /// For those who can't make a new key now, or have no console password: who restores it, and for how long.
    func howToRestore(_ sentence: Mrkdwn, channel: Mrkdwn) -> Mrkdwn
    func howToMoveOn(_ key: ShownKey) -> Mrkdwn
    /// In the channel: the command for the person who answers.
    func restoreCommand() -> Mrkdwn
    func deactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, at: Date) -> Mrkdwn
    func notifiedInChannel(_ recipient: ShownRecipient, toldSince: Date, promised: Date) -> Mrkdwn

    func restoredTitle(for readers: Readers, isForAWhile: Bool) -> PlainText
    /// - Parameters:
    ///   - until: nil where no promise would deactivate the key again.
    ///   - reason: in quotation marks.
    func restored(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn
    func whatRestoreMeans(until: Date?, channel: Mrkdwn) -> Mrkdwn
    func restoredInChannel(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn
    func notified(_ recipient: ShownRecipient) -> Mrkdwn
}
