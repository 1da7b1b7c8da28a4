import FoundationEssentials
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

    func deactivated(_ key: ShownKey, at: Date, toldSince: Date) -> Mrkdwn {
        """
        :no_entry: \(self.key(key)) was deactivated on \(.date(at)), as the notices since \(.day(toldSince)) said. AWS \
        refuses it now. \(useBefore(key.use))
        """
    }

    private func useBefore(_ use: ShownUse) -> Mrkdwn {
        if case .never = use { return "It was never used. If nobody needs it, delete it." }
        return useInNotice(use, by: nil, isRecent: false)
    }

    func deactivatedText(_ key: ShownKey) -> Mrkdwn { "Deactivated: the access key \(self.key(key))" }

    func pleaseRestore(_ key: ShownKey) -> Mrkdwn { "Please restore \(key.id) for 24 hours, because …" }

    func howToRestore(_ sentence: Mrkdwn, channel: Mrkdwn) -> Mrkdwn {
        """
        *If something stopped working*, or you can't create a new key, post this in \(channel): “\(sentence)”. The security \
        team can restore the key for that time.
        """
    }

    func howToMoveOn(_ key: ShownKey) -> Mrkdwn {
        let console: Mrkdwn = key.console.flatMap { Mrkdwn.link($0, "console") } ?? "console"
        return "*Then* create a new key, for example in the \(console), move to it, and delete this one."
    }

    func restoreCommand() -> Mrkdwn {
        "To restore it for a while: `relevo restore KEY --for 24h --reason …`, with the id shown here."
    }

    func deactivatedInChannel(_ key: ShownKey, of recipient: ShownRecipient, at: Date) -> Mrkdwn {
        """
        :no_entry: *Deactivated as promised*: \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). It was \
        done on \(.date(at)).
        """
    }

    func notifiedInChannel(_ recipient: ShownRecipient, toldSince: Date, promised: Date) -> Mrkdwn {
        "Notified: \(self.recipient(recipient)), from \(.date(toldSince)) on; the promised deadline was \(.date(promised))."
    }

    func restoredTitle(for readers: Readers, isForAWhile: Bool) -> PlainText {
        switch (readers, isForAWhile) {
        case (.owner, true): "Your AWS access key is active again for a while"
        case (.owner, false): "Your AWS access key is active again"
        case (.keeper, true): "An AWS access key you answer for is active again for a while"
        case (.keeper, false): "An AWS access key you answer for is active again"
        case (.team, true): "An AWS access key of this team is active again for a while"
        case (.team, false): "An AWS access key of this team is active again"
        case (.standIn, true): "A deactivated AWS access key is active again for a while"
        case (.standIn, false): "A deactivated AWS access key is active again"
        }
    }

    func restored(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = until.map { " *until \(.date($0))*" } ?? ""
        return """
            :arrows_counterclockwise: \(self.key(key)) is active again\(end). Relevo was asked to activate it: \(reason).
            """
    }

    func whatRestoreMeans(until: Date?, channel: Mrkdwn) -> Mrkdwn {
        guard let until else {
            return """
                *If nothing is done*, it stays active, and its notices begin again when it is old enough for them, with a \
                new date. Nothing is deactivated before that date. Questions: \(channel).
                """
        }
        return """
            *If nothing is done*, the first run on or after \(.date(until)) deactivates it again, if the rules still \
            ask for it then. The earlier notices still count, so you get no new ones, at most a reminder. Move \
            whatever uses it to a new key before; if that can't be done in time, ask in \(channel).
            """
    }

    func restoredInChannel(_ key: ShownKey, until: Date?, reason: Mrkdwn) -> Mrkdwn {
        let end: Mrkdwn = until.map { " until \(.date($0))" } ?? ""
        let then: Mrkdwn =
            until == nil
            ? """
            No promise remains for which Relevo would deactivate it again: its next round of notices begins as usual.
            """
            : "The first run after that deactivates it again, if the rules still ask for it then."
        return """
            :arrows_counterclockwise: *Activated again\(end)*: \(self.key(key)), \(ageInLine(key)), \
            \(lastUseInLine(key.use)). Relevo was asked to do so: \(reason). \(then)
            """
    }

    func notified(_ recipient: ShownRecipient) -> Mrkdwn { "Notified: \(self.recipient(recipient))." }
}
