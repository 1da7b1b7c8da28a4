import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func restoredTitle(for readers: Readers, isForAWhile: Bool) -> PlainText {
        switch (readers, isForAWhile) {
        case (.owner, true): "Your AWS access key is on again for a while"
        case (.owner, false): "Your AWS access key is on again"
        case (.keeper, true): "An AWS access key you answer for is on again for a while"
        case (.keeper, false): "An AWS access key you answer for is on again"
        case (.team, true): "An AWS access key of this team is on again for a while"
        case (.team, false): "An AWS access key of this team is on again"
        case (.standIn, true): "A deactivated AWS access key is on again for a while"
        case (.standIn, false): "A deactivated AWS access key is on again"
        }
    }

    func restored(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = until.map { " *until \(.date($0))*" } ?? ""
        return """
            :arrows_counterclockwise: \(self.key(key)) is active again\(end). Relevo was asked to switch it on: \(reason).
            """
    }

    func whatRestoreMeans(until: Date?, channel: Mrkdwn) -> Mrkdwn {
        guard let until else {
            return """
                *If nothing is done*, it stays on, and its notices begin anew when it is old enough for them, with a new \
                date. Nothing is deactivated before that date. Questions: \(channel).
                """
        }
        return """
            *If nothing is done*, the first run on or after \(.date(until)) deactivates it again, if the rules still ask for \
            it then. The notices it had count, so no new ones come, at most a reminder. Move whatever uses it to a new key \
            before; if that can't be done in time, ask in \(channel).
            """
    }

    func restoredInChannel(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = until.map { " until \(.date($0))" } ?? ""
        let then: Mrkdwn =
            until == nil
            ? "No promise stands that would deactivate it again: its next round of notices begins as usual."
            : "The first run after that deactivates it again, if the rules still ask for it then."
        return """
            :arrows_counterclockwise: *Switched on again\(end)*: \(self.key(key)), \(ageInLine(key)), \
            \(lastUseInLine(key.use)). Relevo was asked to do so: \(reason). \(then)
            """
    }

    func restoresEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *A key that was switched on again goes off soon*"
            : ":hourglass: *\(keys(count)) that were switched on again go off soon*"
    }

    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn {
        """
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)): on until \(.date(until)); the first run after that \
        deactivates it again, if nothing stands against it then.
        """
    }

    func restoreEndingInChannel(_ key: ShownKey, until: Date, of recipient: ShownRecipient) -> Mrkdwn {
        "\(restoreEnding(key, until: until)) Who answers: \(self.recipient(recipient))."
    }

    func afterRestores(channel: Mrkdwn) -> Mrkdwn {
        "Move whatever uses it to a new key before then. If that can't be done in time, ask in \(channel)."
    }

    func afterRestoresInChannel() -> Mrkdwn {
        "If one must stay on longer: `relevo exempt KEY --until … --reason … --by …`. After it, notices begin anew."
    }

    func retirementsOfferedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":wastebasket: *An old key is unused: deactivate it early?*"
            : ":wastebasket: *\(keys(count)) are unused: deactivate them early?*"
    }

    func retirementOffered(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). \(successor) is in use in its place."
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

    func toldOfIt(_ recipient: ShownRecipient) -> Mrkdwn { "Told: \(self.recipient(recipient))." }

    func ownersChangedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":bust_in_silhouette: *Somebody else answers for an access key now*"
            : ":bust_in_silhouette: *Somebody else answers for \(keys(count)) now*"
    }

    func ownerChanged(
        _ key: ShownKey, from: ShownRecipient, to: ShownRecipient, deadline: Date, isForChannel: Bool
    ) -> Mrkdwn {
        let who: Mrkdwn = isForChannel ? "\(recipient(from)) was told" : "You were told"
        return """
            \(self.key(key)): \(who) that it would be deactivated on \(.date(deadline)). Messages about it now go to \
            \(recipient(to)), and it is not deactivated before that date.
            """
    }

    func afterOwnersChanged(channel: Mrkdwn) -> Mrkdwn {
        "*If that is wrong*, say so in \(channel): somebody changed who answers for the key."
    }

    func afterOwnersChangedInChannel() -> Mrkdwn {
        """
        Where no other reason is given, the `slack-id`, `type`, `team` or `full-name` tag changed, or `teams` in the \
        configuration. If that is wrong, correct it; CloudTrail shows who changed a tag.
        """
    }

    func lastNoticesSentTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":exclamation: *Last notice about an access key*" : ":exclamation: *Last notices about \(keys(count))*"
    }

    func lastNoticeSent(_ key: ShownKey, to: ShownRecipient?, deadline: Date) -> Mrkdwn {
        let why: Mrkdwn =
            to.map { "\(recipient($0)), who answers or answered for it, is told, too" }
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
        \(self.key(key)), \(lastUseInLine(use)). Nobody has a reason to use it: whoever did found it where it was left \
        as bait. Treat it as an intrusion.
        """
    }

    func afterDecoys() -> Mrkdwn {
        """
        CloudTrail says who it was and from where. Relevo leaves the key as it is; when it is used again, the next run \
        tells it again.
        """
    }

    func ledgerAcceptedTitle(_ count: Int, until: Date) -> Mrkdwn {
        let anew: Mrkdwn =
            count == 0
            ? "No key had been promised a date."
            : "The notices about \(keys(count)) begin anew:"
        return """
            :warning: *Somebody accepted the ledger although Relevo could not see in this channel whether it is the newest.* \
            Nothing is deactivated before \(.date(until)). \(anew)
            """
    }

    func beginsAnewAfterAcceptance(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)). Who answers: \(self.recipient(recipient))."
    }

    func promisesContinued(_ part: Int, of parts: Int) -> Mrkdwn {
        """
        _For Relevo itself, should its ledger be lost: the deadlines of more accounts, part \(part) of \(parts). \
        Please leave it here._
        """
    }

    func brakedTitle(_ count: Int) -> Mrkdwn {
        """
        :octagonal_sign: *The alarm stops \(keys(count))*: more became due at once than any day that was told explains. That \
        may be a mistake, so none of them is deactivated:
        """
    }

    func alarm(in account: Mrkdwn?, unexpected: Int, allowed: Int) -> Mrkdwn {
        let place: Mrkdwn = account.map { "In account \($0)" } ?? "In all accounts together"
        return
            "\(place), \(keys(unexpected)) became due on another day than the one that was told; \(allowed) are allowed."
    }

    func pleaseLook() -> Mrkdwn { "Please look at the list:" }

    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Who answers: \(self.recipient(recipient))."
    }

    func howToRelease(command: Mrkdwn, until: Date) -> Mrkdwn {
        """
        *If all of them should go*: \(command), before \(.date(until)). It lets exactly this list through, as many keys a day as \
        the limit allows; each must still pass every other rule. *If one should stay*, exempt it first: `relevo exempt`. *If nothing is done*, \
        all of them stay on, and the next run asks again.
        """
    }
}
