import FoundationEssentials
import KeyPolicy
import Slack

/// Notices to the recipients, and their copies for the security channel.
protocol NoticePhrases: Sendable {
    func noticeTitle(_ count: Int, for readers: Readers) -> PlainText
    /// - Parameter maximumAge: days after which a key is deactivated.
    func noticeIntro(_ count: Int, for readers: Readers, maximumAge: Int) -> Mrkdwn
    func noticesContinued() -> Mrkdwn
    /// For notifications: one key by itself.
    func noticeText(_ key: ShownKey, _ consequence: Consequence) -> Mrkdwn
    /// For notifications: several keys; `earliest` is the first deadline among them.
    func noticeText(_ count: Int, for readers: Readers, earliest: Date?) -> Mrkdwn

    func consequence(_ consequence: Consequence) -> Mrkdwn
    func consequenceInLine(_ consequence: Consequence) -> Mrkdwn
    /// The key was used in the last 48 hours: what happens to what uses it.
    func usedRecently(_ key: ShownKey, _ consequence: Consequence) -> Mrkdwn
    func neverUsed() -> Mrkdwn
    func otherKey(_ other: ShownKey) -> Mrkdwn
    /// An Active key of the same user, made after the one that is due.
    func newerKey(_ newer: ShownKey) -> Mrkdwn
    func possibleRepeat() -> Mrkdwn
    /// The key is overdue: this is the last message about it before its deadline.
    func lastNotice() -> Mrkdwn
    /// Above any other message that is sent a second time.
    func possibleRepeatOfMessage() -> Mrkdwn

    func whatElseHappens(isAnyBinding: Bool) -> Mrkdwn
    func whomToAsk(help: Mrkdwn?, channel: Mrkdwn) -> Mrkdwn
    func helpLinkLabel() -> String

    func copiesTitle(_ count: Int) -> Mrkdwn
    func copiesContinued() -> Mrkdwn
    func copiesHeading(_ recipient: ShownRecipient) -> Mrkdwn
    func stageInLine(_ stage: Int) -> Mrkdwn
}

/// Owners who could not be notified: why, and how to fix it.
protocol OwnerPhrases: Sendable {
    func unreachableTitle(_ count: Int) -> PlainText
    func unreachableIntro() -> Mrkdwn
    func unreachableContinued() -> Mrkdwn
    func unreachableText(_ count: Int) -> Mrkdwn
    func unreachable(_ reason: UnreachableReason, _ owner: ShownOwner) -> Mrkdwn
}

/// How to rotate a key, step by step, around the commands.
protocol RotationPhrases: Sendable {
    func vaultTitle(_ commands: Mrkdwn) -> Mrkdwn
    /// - Parameter isForMachines: whether all keys are machines'.
    func start(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn
    /// Several keys, each with its own first line.
    func startFromKeysLine(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn
    /// Where others read the message too: how to look up the whole id.
    func findOldKey(_ commands: Mrkdwn) -> Mrkdwn
    func mfa(_ commands: Mrkdwn) -> Mrkdwn
    func create(_ commands: Mrkdwn) -> Mrkdwn
    /// `commands` ask for input, so the test can't be pasted together with them.
    func store(_ commands: Mrkdwn, test: Mrkdwn) -> Mrkdwn
    func storeForMachine() -> Mrkdwn
    func deactivate(_ commands: Mrkdwn) -> Mrkdwn
    func delete(_ commands: Mrkdwn) -> Mrkdwn
    func twoKeys(_ commands: Mrkdwn) -> Mrkdwn
}
