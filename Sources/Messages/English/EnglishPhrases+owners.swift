import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func unreachableTitle(_ count: Int) -> PlainText {
        PlainText(
            count == 1
                ? "The owner of an AWS access key could not be notified"
                : "The owners of \(count) AWS access keys could not be notified")
    }

    func unreachableIntro() -> Mrkdwn {
        """
        These messages could not be sent to the owner, so they are here. The entry for each key says why, and how to \
        fix it.
        """
    }

    func unreachableContinued() -> Mrkdwn { "More keys whose owner could not be notified." }

    func unreachableText(_ count: Int) -> Mrkdwn {
        count == 1
            ? "The owner of \(keys(count)) could not be notified" : "The owners of \(keys(count)) could not be notified"
    }

    func ownersUnreachableTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":bust_in_silhouette: *The owner of 1 user can't be reached.* Its keys stay active until this is corrected:"
            : """
            :bust_in_silhouette: *The owners of \(count) users can't be reached.* Their keys stay active until this is \
            corrected:
            """
    }

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

    func ownerLost(_ key: ShownKey, from: ShownRecipient, deadline: Date, isForChannel: Bool) -> Mrkdwn {
        let who: Mrkdwn = isForChannel ? "\(recipient(from)) was told" : "You were told"
        return """
            \(self.key(key)): \(who) that it would be deactivated on \(.date(deadline)). Its owner can't be notified now, \
            so it stays active until that is corrected.
            """
    }

    func afterOwnersChanged(channel: Mrkdwn) -> Mrkdwn {
        "*If that is wrong*, report it in \(channel): somebody changed who answers for the key."
    }

    func afterOwnersChangedInChannel() -> Mrkdwn {
        """
        Where no other reason is given, the `slack-id`, `type`, `team` or `full-name` tag changed, or `teams` in the \
        configuration. If that is wrong, correct it; CloudTrail shows who changed a tag.
        """
    }

    func ownersLeftTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":rotating_light: *Somebody who has left still has an active access key*"
            : ":rotating_light: *People who have left still have \(keys(count)) that are active*"
    }

    func ownerLeft(_ key: ShownKey, owner: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Its owner was \(recipient(owner)), deactivated in Slack."
    }

    func afterOwnersLeft(hasCommands: Bool) -> Mrkdwn {
        """
        If somebody else needs a key, set its user's `slack-id` tag to that person. If not, deactivate it\
        \(hasCommands ? ". With credentials of the account, this deactivates all keys of these users:" : " in IAM.")
        """
    }

    func unreachable(_ reason: UnreachableReason, _ owner: ShownOwner) -> Mrkdwn {
        switch reason {
        case .ownerTypeUnknown:
            owner.type.map {
                """
                The `type` tag of \(owner.user) is \($0). Set it to `engineer` or `machine`, and set `slack-id` to the \
                id of the person or channel that answers for it.
                """
            }
                ?? """
                \(owner.user) has no `type` tag. Set it to `engineer` or `machine`, and set `slack-id` to the id of \
                the person or channel that answers for it.
                """
        case .contactMissing:
            owner.isMachine
                ? """
                The machine \(owner.user) has neither a `slack-id` nor a `team` tag. Tag it with the id of its \
                team's channel, or with a team that the configuration names.
                """
                : """
                \(owner.user) has no `slack-id` tag. Tag it with the owner's member ID, which their Slack profile \
                shows (“Copy member ID”).
                """
        case .contactMalformed:
            owner.isMachine
                ? """
                The `slack-id` tag of \(owner.user) is \(shown(owner.slackID)), which is not a Slack id. Use a \
                channel's (`C…`) or a member's (`U…`).
                """
                : """
                The `slack-id` tag of \(owner.user) is \(shown(owner.slackID)), which is not a Slack id. Use the \
                owner's member ID (`U…`), which their Slack profile shows.
                """
        case .channelForEngineer:
            """
            The `slack-id` tag of \(owner.user) names a channel (\(shown(owner.slackID))), but messages about an \
            engineer's key are private. Use the owner's member ID (`U…`).
            """
        case .contactShared:
            """
            The Slack id \(shown(owner.slackID)) of \(owner.user) has two different full names, so its owner \
            is unknown. Correct `slack-id` or `full-name` where they are wrong.
            """
        case .teamUnknown:
            """
            The `team` tag of \(owner.user) says \(shown(owner.team)), which the configuration's `teams` does not \
            name. Add the team there, or correct the tag.
            """
        case .personUnknown:
            "Slack has no member \(shown(owner.slackID)). Correct the `slack-id` tag of \(owner.user)."
        case .personLeft:
            """
            The Slack account of \(person(owner)) is deactivated. If they left, delete the keys of \
            \(owner.user). Otherwise set its `slack-id` tag to the person who answers for it now.
            """
        case .personIsBot:
            """
            \(shown(owner.slackID)) is a bot, and bots don't rotate keys. Tag \(owner.user) with the `slack-id` of a \
            person.
            """
        case .personIsForeign:
            """
            \(shown(owner.slackID)) belongs to another Slack workspace. Tag \(owner.user) with the `slack-id` of a \
            member of this one.
            """
        case .deliveryRefused:
            owner.isMachine
                ? """
                Slack doesn't let Relevo post messages about \(owner.user). Invite Relevo to its team's channel, or \
                correct its `slack-id` or `team` tag.
                """
                : """
                Slack doesn't let Relevo write to \(person(owner)). Check whether they may receive messages from \
                apps, or set the `slack-id` tag of \(owner.user) to the person who answers for it.
                """
        }
    }

    private func shown(_ value: Mrkdwn?) -> Mrkdwn { value ?? "(none)" }

    private func person(_ owner: ShownOwner) -> Mrkdwn {
        owner.fullName.map { "\($0) (\(shown(owner.slackID)))" } ?? shown(owner.slackID)
    }
}
