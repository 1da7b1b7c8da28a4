import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func deactivatedTitle(for readers: Readers) -> PlainText {
        switch readers {
        case .owner: "Your AWS access key was deactivated"
        case .keeper: "An AWS access key you answer for was deactivated"
        case .team: "An AWS access key of this team was deactivated"
        case .standIn: "An AWS access key was deactivated"
        }
    }

    func deactivated(_ key: ShownKey, at: Date) -> Mrkdwn {
        ":no_entry: \(self.key(key)) was deactivated on \(.date(at))."
    }

    func deactivatedText(_ key: ShownKey) -> Mrkdwn { "Deactivated: the access key \(self.key(key))" }

    func whyDeactivated(_ key: ShownKey, maximumAge: Int, toldSince: Date, promised: Date) -> Mrkdwn {
        """
        *Why*: it was \(days(key.ageDays)) old, and keys are deactivated at \(maximumAge). The first of its notices \
        came on \(.date(toldSince)); they gave it until \(.date(promised)).
        """
    }

    func whatDeactivationDoes() -> Mrkdwn {
        """
        *What this means*: AWS refuses whatever is signed with this key from now on. Nothing was deleted. Sessions \
        made with it before go on until they expire, up to 36 hours later.
        """
    }

    func howToWorkAgain(for readers: Readers, channel: Mrkdwn) -> Mrkdwn {
        let console = Mrkdwn.link("https://console.aws.amazon.com/iam/home#/security_credentials", "AWS console")
        let make: Mrkdwn =
            switch readers {
            case .owner:
                """
                make a new key in the \(console ?? "AWS console") (your name at the top right → Security \
                credentials)
                """
            case .keeper, .team, .standIn: "make a new key for the same user, put it where the old one was read"
            }
        return """
            *To work again*: \(make), and delete this one. If something important stands still, ask in \(channel) \
            for it to be switched on again for a while.
            """
    }

    func deactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, at: Date) -> Mrkdwn {
        """
        :no_entry: *Deactivated as promised*: \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). It was \
        done on \(.date(at)).
        """
    }

    func toldInChannel(_ recipient: ShownRecipient, toldSince: Date, promised: Date) -> Mrkdwn {
        "Told: \(self.recipient(recipient)), from \(.date(toldSince)) on; the promised deadline was \(.date(promised))."
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

    func askWhetherItWasYou(_ count: Int, channel: Mrkdwn) -> Mrkdwn {
        count == 1
            ? """
            If you made it, there is nothing to do. *If you did not, say so now in \(channel)*: somebody else may be \
            acting in this user's name.
            """
            : """
            If you made them, there is nothing to do. *If you did not make one of them, say so now in \(channel)*: \
            somebody else may be acting in that user's name.
            """
    }

    func newKeysInChannel(_ count: Int) -> Mrkdwn {
        count == 1 ? "*A new access key*" : "*\(count) new access keys*"
    }

    func newKeyInChannel(_ key: ShownKey, of recipient: ShownRecipient, expected: Bool) -> Mrkdwn {
        let note: Mrkdwn = expected ? "expected, an older key is being rotated" : "*not expected*"
        return
            ":new: \(self.key(key)), created on \(.date(key.createdAt)): \(note). Asking: \(self.recipient(recipient))."
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
            \(self.key(key)) is inactive; \(successor) is in its place. Delete the old one when nothing misses it.
            """
        case .active, .other: "\(self.key(key)) is gone; \(successor) is in its place."
        }
    }

    func rotatedInChannel(_ count: Int) -> Mrkdwn { ":white_check_mark: *Rotated by their owners*: \(keys(count))" }

    func rotatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = key.status == .inactive ? "inactive" : "gone"
        return "\(self.key(key)) is \(end), \(successor) is in its place. Who answers: \(self.recipient(recipient))."
    }

    func reactivatedTitle(_ count: Int) -> PlainText {
        PlainText(
            count == 1
                ? "A deactivated AWS access key is on again" : "\(count) deactivated AWS access keys are on again")
    }

    func reactivatedText(_ count: Int) -> Mrkdwn { "Switched on again: \(keys(count)) that Relevo had deactivated" }

    func reactivated(_ key: ShownKey) -> Mrkdwn {
        ":warning: \(self.key(key)), \(ageInLine(key)): Relevo had deactivated it, and somebody switched it on again."
    }

    func afterReactivation(_ count: Int, channel: Mrkdwn) -> Mrkdwn {
        count == 1
            ? """
            It will not be deactivated without new notices. If nobody on your side switched it on, say so now in \
            \(channel).
            """
            : """
            They will not be deactivated without new notices. If nobody on your side switched one of them on, say so \
            now in \(channel).
            """
    }

    func reactivatedInChannel(_ count: Int) -> Mrkdwn {
        """
        :warning: *Switched on again*: \(keys(count)) that Relevo had deactivated. Nothing is deactivated again \
        without new notices.
        """
    }

    func reactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Who answers: \(self.recipient(recipient))."
    }

    func accountsLeft(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":wave: *An account is no longer watched.* What was promised about its keys no longer holds:"
            : """
            :wave: *\(count) accounts are no longer watched.* What was promised about their keys no longer holds:
            """
    }

    func accountLeft(_ account: Mrkdwn, _ why: AccountAbsence) -> Mrkdwn {
        switch why {
        case .leftOrganization: "\(account): it left the organization."
        case .notActive(let state):
            "\(account): it is suspended or being closed (AWS Organizations says \(.code(state, limit: 40)))."
        case .leftOut: "\(account): the configuration leaves it out (`accounts`)."
        }
    }
}
