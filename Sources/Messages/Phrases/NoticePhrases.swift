import FoundationEssentials
import KeyPolicy
import Slack

/// Notices to the recipients, and their copies for the security channel.
protocol NoticePhrases: Sendable {
    /// What is to be done, by when, how many days are left; firmer with each stage.
    func noticeTitle(_ notice: ShownNotice) -> Mrkdwn
    /// - Parameter days: when the round's earlier notices came.
    func wroteBefore(_ days: [Mrkdwn]) -> Mrkdwn
    /// The first notice that counts, to somebody who had others.
    func countsFromNow() -> Mrkdwn
    /// Which key, of which user in which account, how old, and its page in the console.
    func keyInNotice(_ key: ShownKey) -> Mrkdwn
    /// Among several keys: the same in fewer words.
    func keyInList(_ key: ShownKey) -> Mrkdwn
    /// In a channel that stands in for the owner; the thread says why.
    func ownerUnreachable() -> Mrkdwn
    /// - Parameter caller: what made the last use, where CloudTrail says so.
    func useInNotice(_ use: ShownUse, by caller: ShownCaller?, isRecent: Bool) -> Mrkdwn
    /// Among several keys: the same in fewer words.
    func useInList(_ use: ShownUse) -> Mrkdwn
    /// Among several keys: what happens to one of them, after a colon.
    func consequenceOfOne(_ consequence: Consequence) -> Mrkdwn
    /// What happens if nothing is done.
    func otherwise(_ consequence: Consequence, _ notice: ShownNotice) -> Mrkdwn
    /// The same where a machine's key is in use, maybe among others.
    func machineInUse(_ count: Int) -> Mrkdwn
    /// An Active key of the same user, made after the one that is due.
    func newerKey(_ newer: Mrkdwn) -> Mrkdwn
    func moreKeysFollow(_ count: Int) -> Mrkdwn
    func moreKeysTitle(_ count: Int) -> Mrkdwn
    func possibleRepeat() -> Mrkdwn
    /// Above any other message that is sent a second time.
    func possibleRepeatOfMessage() -> Mrkdwn
    func whomToAsk(help: Mrkdwn?, channel: Mrkdwn) -> Mrkdwn
    func helpLinkLabel() -> String

    func copiesTitle(_ count: Int) -> Mrkdwn
    func copiesContinued() -> Mrkdwn
    func copiesHeading(_ recipient: ShownRecipient) -> Mrkdwn
    func stageInLine(_ stage: Int) -> Mrkdwn
    /// In the security channel: what happens to the key.
    func consequence(_ consequence: Consequence) -> Mrkdwn
    func consequenceInLine(_ consequence: Consequence) -> Mrkdwn
    /// In the security channel: the key was used in the last 48 hours, and what happens to what uses it.
    func usedRecently(_ key: ShownKey, _ consequence: Consequence) -> Mrkdwn
    func otherKey(_ other: ShownKey) -> Mrkdwn
    /// The key is overdue: this is the last message about it before its deadline.
    func lastNotice() -> Mrkdwn
}

/// Owners who could not be notified: why, and how to fix it.
protocol OwnerPhrases: Sendable {
    func unreachableTitle(_ count: Int) -> PlainText
    func unreachableIntro() -> Mrkdwn
    func unreachableContinued() -> Mrkdwn
    func unreachableText(_ count: Int) -> Mrkdwn
    func unreachable(_ reason: UnreachableReason, _ owner: ShownOwner) -> Mrkdwn
    /// Above a list of users whose keys stay active for that reason.
    func ownersUnreachableTitle(_ count: Int) -> Mrkdwn
}

/// How to rotate a key: the block to paste, and in the notice's thread everything else.
protocol RotationPhrases: Sendable {
    /// Above the block.
    ///
    /// - Parameters:
    ///   - key: which one the block is for.
    ///   - keys: how many the message lists.
    ///   - isBrief: whether the notice has no room for a whole sentence.
    func paste(_ key: Mrkdwn, keys: Int, isBrief: Bool, asksForCode: Bool) -> Mrkdwn
    /// Above the block, before it the company's own command.
    func rotateOrPaste(_ command: Mrkdwn, _ key: Mrkdwn, keys: Int) -> Mrkdwn
    /// Above the block, before it aws-vault's command; the thread says more about that.
    func vaultOrPaste(_ command: Mrkdwn) -> Mrkdwn
    /// Without a block: the company's own command.
    func rotateWith(_ command: Mrkdwn) -> Mrkdwn
    /// In the thread: what used a key, where the notice has no room for it.
    func usedBy(_ key: Mrkdwn, _ caller: ShownCaller) -> Mrkdwn
    func detailsTitle() -> Mrkdwn
    func inConsole() -> Mrkdwn
    func withVault(_ command: Mrkdwn) -> Mrkdwn
    func onWindows() -> Mrkdwn
    /// Above the block that asks for a code.
    func mfa() -> Mrkdwn
    func twoKeys() -> Mrkdwn
    /// In place of the block, where the user has a newer key already.
    ///
    /// - Parameter command: deactivates this key; nil where it can't be shown.
    func moveToNewer(_ newer: Mrkdwn, _ command: Mrkdwn?) -> Mrkdwn
    /// Above the block, where the user has a second key, so that IAM refuses another.
    ///
    /// - Parameter command: deletes it; nil while it is active, or where it can't be shown.
    func deleteFirst(_ other: Mrkdwn, isActive: Bool, _ command: Mrkdwn?) -> Mrkdwn
    /// What deactivating a key does and doesn't do.
    func afterDeactivation() -> Mrkdwn
    func neverAsks() -> Mrkdwn
}

/// The sentences of the lines to paste, inside the shell's double quotes.
///
/// They have no quote, backquote, `$`, `\` or `!` of their own: the values are the shell's variables.
protocol PasteBlockPhrases: Sendable {
    /// Before every reason why the lines ended early, and alone after Ctrl-C.
    func nothingChanged() -> String
    /// There is no AWS CLI.
    func noCommandLine() -> String
    /// No profile in the credentials file has the key, or there is no such file.
    func notHere(_ old: String, _ file: String) -> String
    func readOnly(_ file: String) -> String
    /// - Parameter profiles: those that have the key, one a line.
    func severalProfiles(_ profiles: String) -> String
    /// - Parameter arn: who the profile signs in as, or nothing after an error, which is shown above.
    func otherUser(_ profile: String, _ arn: String) -> String
    func askForCode() -> String
    func codeRefused() -> String
    func twoKeys(_ old: String) -> String
    /// - Parameter keys: what AWS lists instead of the key, or nothing after an error, which is shown above.
    func notListed(_ keys: String) -> String
    /// Before every reason why the lines ended after a new key was asked for, and alone after Ctrl-C.
    func notDone() -> String
    func noNewKey() -> String
    /// Before the command that deletes the new key, as soon as that exists.
    func ifNotStored(_ new: String) -> String
    /// After a minute.
    func newKeyRefused(_ new: String) -> String
    /// The old key could not be deactivated.
    func stored(_ new: String) -> String
    /// Before the command that activates the old key again.
    func done() -> String
}
