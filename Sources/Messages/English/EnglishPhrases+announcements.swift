import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func matter(_ kind: PlannedAction.Kind) -> Mrkdwn? {
        switch kind {
        case .notice: nil
        case .deactivate: ":no_entry: The key is being deactivated, as its notices said."
        case .announce(.newKey(let isExpected)): ":new: \(isExpected ? newKeyExpected() : newKeyExtra())"
        case .announce(.rotated): ":white_check_mark: The key was rotated."
        case .announce(.reactivated): ":warning: Relevo had deactivated the key, and somebody activated it again."
        case .announce(.exemptionEnding): ":hourglass: An exemption of the key ends soon."
        case .announce(.restoreEnding): ":hourglass: The key is deactivated again soon."
        case .announce(.retirementOffered): ":wastebasket: The key is unused while its successor is in use."
        case .announce(.decoyUsed): ":rotating_light: The key is a decoy, and somebody used it."
        case .announce(.ownerLeft): ":rotating_light: The key's owner has left."
        case .announce(.ownerChanged): ":bust_in_silhouette: Somebody else answers for the key now."
        case .announce(.lastNotice): ":exclamation: The last notice about the key was sent."
        case .restore: ":arrows_counterclockwise: The key is being activated again for a while."
        }
    }

    func newKeysTitle(_ count: Int, for readers: Readers) -> PlainText {
        switch readers {
        case .owner:
            PlainText(
                count == 1 ? "A new AWS access key: was this you?" : "\(count) new AWS access keys: was this you?")
        case .keeper, .team:
            PlainText(
                count == 1
                    ? "A new AWS access key you answer for: was this you?"
                    : "\(count) new AWS access keys you answer for: was this you?")
        case .standIn: PlainText(count == 1 ? "A new AWS access key" : "\(count) new AWS access keys")
        }
    }

    func newKeysText(_ count: Int) -> Mrkdwn {
        count == 1 ? "A new AWS access key: was this you?" : "\(count) new AWS access keys: was this you?"
    }

    func newKeyCreated(_ key: ShownKey) -> Mrkdwn {
        ":new: \(self.key(key)), created on \(.date(key.createdAt))."
    }

    func newKeyExpected() -> Mrkdwn {
        "Expected: an older key of the same user is being rotated."
    }

    func newKeyExtra() -> Mrkdwn {
        "Not expected: no key of the same user is being rotated."
    }

    func halfwayTitle() -> PlainText { "Halfway there: a new AWS access key" }

    func halfwayText() -> Mrkdwn { "Halfway there: a new AWS access key" }

    func halfwayThere(_ command: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn = "Move everything to it, then deactivate the old one"
        return command.map { "\(what): \($0)" } ?? "\(what)."
    }

    func reportIfNotYou(channel: Mrkdwn) -> Mrkdwn { "Not you? *Report it now in \(channel)*." }

    func askWhetherItWasYou(_ count: Int, channel: Mrkdwn) -> Mrkdwn {
        count == 1
            ? """
            If you created it, there is nothing to do. *If you did not, report it now in \(channel)*: somebody else may be \
            using this user.
            """
            : """
            If you created them, there is nothing to do. *If you did not create one of them, report it now in \
            \(channel)*: somebody else may be acting in that user's name.
            """
    }

    func newKeysInChannel(_ count: Int) -> Mrkdwn {
        count == 1 ? "*A new access key*" : "*\(count) new access keys*"
    }

    func newKeyInChannel(_ key: ShownKey, of recipient: ShownRecipient, expected: Bool) -> Mrkdwn {
        let note: Mrkdwn = expected ? "expected, an older key is being rotated" : "*not expected*"
        return
            ":new: \(self.key(key)), created on \(.date(key.createdAt)): \(note). Asked: \(self.recipient(recipient))."
    }

    func rotatedText(_ count: Int) -> Mrkdwn { "Done, thank you: \(keys(count)) rotated" }

    func thanks(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":tada: *Done, thank you.* An access key was rotated:"
            : ":tada: *Done, thank you.* \(keys(count)) were rotated:"
    }

    func rotated(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn {
        switch key.status {
        case .inactive:
            """
            \(self.key(key)) is inactive; \(successor) replaces it. Delete the old one when nothing needs it any more.
            """
        case .active, .other: "\(self.key(key)) is gone; \(successor) replaces it."
        }
    }

    func fewerNotices(_ now: Int, before: Int) -> Mrkdwn {
        "It took \(plural(now, "notice", "notices")); last time it took \(before)."
    }

    func daysEarly(_ days: Int) -> Mrkdwn { "That was \(self.days(days)) before its deadline." }

    func rotatedInChannel(_ count: Int) -> Mrkdwn { ":white_check_mark: *Rotated by their owners*: \(keys(count))" }

    func rotatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = key.status == .inactive ? "inactive" : "gone"
        return "\(self.key(key)) is \(end); \(successor) replaces it. Recipient: \(self.recipient(recipient))."
    }

    func reactivatedTitle(_ count: Int) -> PlainText {
        PlainText(
            count == 1
                ? "A deactivated AWS access key is active again"
                : "\(count) deactivated AWS access keys are active again")
    }

    func reactivatedText(_ count: Int) -> Mrkdwn { "Activated again: \(keys(count)) that Relevo had deactivated" }

    func reactivated(_ key: ShownKey) -> Mrkdwn {
        ":warning: \(self.key(key)), \(ageInLine(key)): Relevo had deactivated it, and somebody activated it again."
    }

    func afterReactivation(_ count: Int, channel: Mrkdwn) -> Mrkdwn {
        count == 1
            ? """
            It will not be deactivated without new notices. If nobody on your side activated it, report it now in \
            \(channel).
            """
            : """
            They will not be deactivated without new notices. If nobody on your side activated one of them, report \
            it now in \(channel).
            """
    }

    func reactivatedInChannel(_ count: Int) -> Mrkdwn {
        """
        :warning: *Activated again*: \(keys(count)) that Relevo had deactivated. Nothing is deactivated again \
        without new notices.
        """
    }

    func reactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Recipient: \(self.recipient(recipient))."
    }

    func restoresEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *A key that was activated again is deactivated soon*"
            : ":hourglass: *\(keys(count)) that were activated again are deactivated soon*"
    }

    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn {
        """
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)): active until \(.date(until)); the first run after \
        that deactivates it again, if no rule prevents it then.
        """
    }

    func restoreEndingInChannel(_ key: ShownKey, until: Date, of recipient: ShownRecipient) -> Mrkdwn {
        "\(restoreEnding(key, until: until)) Recipient: \(self.recipient(recipient))."
    }

    func afterRestores(channel: Mrkdwn) -> Mrkdwn {
        "Move whatever uses it to a new key before then. If that can't be done in time, ask in \(channel)."
    }

    func afterRestoresInChannel() -> Mrkdwn {
        """
        If one must stay active longer: `relevo exempt KEY --until … --reason … --by …`. When the exemption ends, \
        notices begin again.
        """
    }

    func retirementsOfferedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":wastebasket: *An old key is unused: deactivate it early?*"
            : ":wastebasket: *\(keys(count)) are unused: deactivate them early?*"
    }

    func retirementOffered(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). \(successor) is in use instead."
    }

    func retirementOfferedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn {
        "\(retirementOffered(key, successor: successor)) Asked: \(self.recipient(recipient))."
    }

    func howToRetire(channel: Mrkdwn) -> Mrkdwn {
        """
        *If you don't need an old key any more*, deactivate it yourself in IAM: that deletes nothing and can be undone. If \
        you can't, ask in \(channel). *If you do nothing*, nothing happens early, and notices continue as usual.
        """
    }

    func howToRetireInChannel() -> Mrkdwn {
        "Relevo deactivates no key early. The owner can do it, or ask for it here."
    }

    func lastNoticesSentTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":exclamation: *Last notice about an access key*" : ":exclamation: *Last notices about \(keys(count))*"
    }

    func lastNoticeSent(_ key: ShownKey, to: ShownRecipient?, deadline: Date) -> Mrkdwn {
        let why: Mrkdwn =
            to.map { "\(recipient($0)), who answers or answered for it, is notified, too" }
            ?? "you answer for it, or answered for it before"
        return """
            \(self.key(key)): *it is deactivated on \(.date(deadline))* if it is still active then. It is long past the \
            day that was promised; \(why).
            """
    }

    func afterLastNotices(channel: Mrkdwn) -> Mrkdwn {
        "If something you run still uses it, move that to a new key before then, or ask in \(channel)."
    }

    func afterLastNoticesInChannel() -> Mrkdwn {
        """
        Changes of tags, owner or status no longer move these deadlines. An approver can: `relevo exempt KEY --until … \
        --reason … --by …`.
        """
    }

    func decoysUsedTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? ":rotating_light: *A decoy's key was used*" : ":rotating_light: *\(count) decoys' keys were used*"
    }

    func decoyUsed(_ key: ShownKey, _ use: ShownUse) -> Mrkdwn {
        """
        \(self.key(key)), \(lastUseInLine(use)). Nobody has a reason to use it: anyone who used it found it where it was \
        placed as a decoy. Treat it as an intrusion.
        """
    }

    func afterDecoys() -> Mrkdwn {
        """
        CloudTrail shows who it was and from where. Relevo leaves the key as it is; when it is used again, the next run \
        reports it again.
        """
    }
}
