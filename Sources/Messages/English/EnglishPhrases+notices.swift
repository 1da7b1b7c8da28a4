import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func noticeTitle(_ count: Int, for readers: Readers) -> PlainText {
        switch readers {
        case .owner: PlainText(count == 1 ? "Rotate your AWS access key" : "Rotate your \(count) AWS access keys")
        case .keeper:
            PlainText(
                count == 1
                    ? "Rotate an AWS access key you answer for" : "Rotate \(count) AWS access keys you answer for")
        case .team:
            PlainText(
                count == 1
                    ? "Rotate an AWS access key of this team" : "Rotate \(count) AWS access keys of this team")
        case .standIn: unreachableTitle(count)
        }
    }

    func noticeIntro(_ count: Int, for readers: Readers, maximumAge: Int) -> Mrkdwn {
        switch readers {
        case .owner, .keeper, .team:
            count == 1
                ? """
                Access keys may be at most \(maximumAge) days old. Create a new one, move to it, and deactivate this \
                one: it takes a few minutes, and the steps are below.
                """
                : """
                Access keys may be at most \(maximumAge) days old. Create new ones, move to them, and deactivate \
                these: it takes a few minutes each, and the steps are below.
                """
        case .standIn: unreachableIntro()
        }
    }

    func noticesContinued() -> Mrkdwn { "More keys that are due; how to rotate them is in the last part." }

    func noticeText(_ key: ShownKey, _ consequence: Consequence) -> Mrkdwn {
        "Rotate the access key \(self.key(key)): \(consequenceInLine(consequence))"
    }

    func noticeText(_ count: Int, for readers: Readers, earliest: Date?) -> Mrkdwn {
        let what: Mrkdwn =
            switch readers {
            case .owner: "Rotate your \(keys(count))"
            case .keeper: "Rotate the \(keys(count)) you answer for"
            case .team: "Rotate this team's \(keys(count))"
            case .standIn: unreachableText(count)
            }
        return earliest.map { "\(what); the first deadline is \(.date($0))" } ?? what
    }

    func consequence(_ consequence: Consequence) -> Mrkdwn {
        switch consequence {
        case .deactivated(let deadline):
            ":calendar: *It will be deactivated on \(.date(deadline))* if it is still active then."
        case .wouldBe(let deadline):
            """
            :calendar: It *would be* deactivated on \(.date(deadline)): Relevo does not deactivate keys in this \
            account yet.
            """
        case .leftToItsTeam(let deadline):
            """
            :robot_face: Please rotate it by \(.date(deadline)). As a machine's key, it will not be deactivated \
            automatically.
            """
        case .heldWithoutOwner:
            ":warning: It will not be deactivated while its owner is unknown."
        }
    }

    func consequenceInLine(_ consequence: Consequence) -> Mrkdwn {
        switch consequence {
        case .deactivated(let deadline): "will be deactivated on \(.date(deadline)) if it is still active then"
        case .wouldBe(let deadline): "would be deactivated on \(.date(deadline)), but its account isn't enforced yet"
        case .leftToItsTeam(let deadline): "to be rotated by \(.date(deadline)), won't be deactivated automatically"
        case .heldWithoutOwner: "won't be deactivated while its owner is unknown"
        }
    }

    func usedRecently(_ key: ShownKey, _ consequence: Consequence) -> Mrkdwn {
        let what: Mrkdwn =
            switch consequence {
            case .deactivated where key.isMachine, .wouldBe where key.isMachine:
                """
                Move whatever signs with it to a new key. Relevo leaves a machine's key active while it is in \
                use, and deactivates it after two days without use.
                """
            case .deactivated(let deadline):
                """
                Whatever signs with it *stops working* when it is deactivated: move that to a new key before \
                \(.date(deadline)).
                """
            case .wouldBe(let deadline):
                """
                Whatever signs with it *would stop working* when it is deactivated: move that to a new key before \
                \(.date(deadline)).
                """
            case .leftToItsTeam, .heldWithoutOwner:
                """
                Whatever signs with it *stops working* when somebody deactivates it: move that to a new key first.
                """
            }
        return ":rotating_light: *This key is in use* (\(lastUseInLine(key.use))). \(what)"
    }

    func neverUsed() -> Mrkdwn {
        "AWS has never seen this key used. If nobody needs it, steps 3 and 4 alone are enough."
    }

    func otherKey(_ other: ShownKey) -> Mrkdwn {
        """
        The same user also has \(other.id) (\(status(other)), \(days(other.ageDays)) old, \
        \(lastUseInLine(other.use))).
        """
    }

    func newerKey(_ newer: ShownKey) -> Mrkdwn {
        """
        A newer key exists already: \(newer.id) (\(days(newer.ageDays)) old, \(lastUseInLine(newer.use))). If \
        everything uses that one, steps 3 and 4 are all that is left.
        """
    }

    func lastNotice() -> Mrkdwn {
        """
        :exclamation: *This is the last notice.* The key is long past the day that was promised. Changing its tags, its \
        owner or its status no longer moves the deadline.
        """
    }

    func possibleRepeat() -> Mrkdwn {
        ":repeat: You may have had this notice already: the answer to an earlier try was lost."
    }

    func possibleRepeatOfMessage() -> Mrkdwn {
        ":repeat: This message may be a repeat: the answer to an earlier try was lost."
    }

    func whatElseHappens(isAnyBinding: Bool) -> Mrkdwn {
        let otherwise: Mrkdwn =
            isAnyBinding
            ? "*If nothing is done*, a key is deactivated as said above: never earlier, perhaps some hours later. "
            : ""
        return """
            \(otherwise)Deactivating a key deletes nothing and can be undone. It does not end sessions already made \
            with the key: they go on until they expire, up to 36 hours later.
            """
    }

    func whomToAsk(help: Mrkdwn?, channel: Mrkdwn) -> Mrkdwn {
        help.map { "Questions, or not your key? \($0), or ask in \(channel)." }
            ?? "Questions, or not your key? Ask in \(channel)."
    }

    func helpLinkLabel() -> String { "Read more" }

    func copiesTitle(_ count: Int) -> Mrkdwn { "*Notices about \(keys(count))*" }

    func copiesContinued() -> Mrkdwn { "*More notices*" }

    func copiesHeading(_ recipient: ShownRecipient) -> Mrkdwn {
        switch recipient {
        case .person: "\(self.recipient(recipient)) was notified by direct message:"
        case .team(let channel): "The team was notified in \(channel):"
        case .standIn(let channel):
            channel.map { "No owner could be notified; sent to \($0):" } ?? "Sent to this channel only:"
        }
    }

    func stageInLine(_ stage: Int) -> Mrkdwn { "stage \(stage)" }

    private func status(_ key: ShownKey) -> Mrkdwn {
        switch key.status {
        case .active: "active"
        case .inactive: "inactive"
        case .other(let text): .text(text, limit: 20)
        }
    }
}

extension EnglishPhrases {
    func vaultTitle(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *With aws-vault* (put in your profile's name; without MFA in it add `--no-session`):
        \(commands)
        It makes a new key, stores it and deletes the old one at once: first make sure that nothing else uses the old one.
        """
    }

    func start(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn {
        """
        *\(isForMachines ? "With the AWS CLI" : "Or with the AWS CLI" as Mrkdwn)* (put in your profile's name):
        \(commands)
        """
    }

    func startFromKeysLine(_ commands: Mrkdwn, isForMachines: Bool) -> Mrkdwn {
        """
        *\(isForMachines ? "With the AWS CLI" : "Or with the AWS CLI" as Mrkdwn)*, one key \
        after the other. Put in your profile's name, then paste the line shown with the key:
        \(commands)
        """
    }

    func findOldKey(_ commands: Mrkdwn) -> Mrkdwn {
        """
        The key's whole id is in this list; put it in as `old_key='…'`:
        \(commands)
        """
    }

    func mfa(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *Only where your policy wants MFA*, with your code in place of 123456 (afterwards `unset` \
        the three variables or close the shell):
        \(commands)
        """
    }

    func create(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *1.* A new key. Its secret is shown only this once:
        \(commands)
        """
    }

    func store(_ commands: Mrkdwn, test: Mrkdwn) -> Mrkdwn {
        """
        *2.* Store both values in place of the old ones, wait ten seconds, and try them:
        \(commands)
        \(test)
        """
    }

    func storeForMachine() -> Mrkdwn {
        "*2.* Put both values where the machine reads its key, and check that it works."
    }

    func deactivate(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *3.* Deactivate the old key. If something breaks, `--status Active` activates it again:
        \(commands)
        """
    }

    func delete(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *4.* After a few quiet days, delete it:
        \(commands)
        """
    }

    func twoKeys(_ commands: Mrkdwn) -> Mrkdwn {
        """
        *If the user has two keys already*, IAM refuses a third. Check which of them is unused, and do \
        steps 3 and 4 with that one first, with its id in `old_key`:
        \(commands)
        """
    }
}
