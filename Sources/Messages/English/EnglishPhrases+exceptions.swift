import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func exemptionsEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *An exemption is over soon*" : ":hourglass: *Exemptions of \(keys(count)) are over soon*"
    }

    func exemptionEnding(_ key: ShownKey, _ ending: ShownExemption) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)): exempt \(end(ending)), \(why(ending))."
    }

    func afterExemptions(channel: Mrkdwn) -> Mrkdwn {
        """
        After that the key's age counts as ever: its notices begin anew, and nothing is deactivated without them. If it \
        must stay as it is, ask in \(channel) for a new exemption.
        """
    }

    func exempted(_ exemption: ShownExemption) -> Mrkdwn {
        ":shield: *Exempt \(end(exemption))*: \(whom(exemption)), \(why(exemption))."
    }

    func exemptionEnded(_ exemption: ShownExemption, reason: Mrkdwn, approver: Mrkdwn) -> Mrkdwn {
        """
        :shield: *No longer exempt*: \(whom(exemption)). \(approver) ended it: \(reason). Notices begin anew with the \
        next run.
        """
    }

    func exemptionsTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? "*1 exemption in force*" : "*\(count) exemptions in force*"
    }

    func exemption(_ exemption: ShownExemption) -> Mrkdwn {
        let flaws = exemption.flaws.map(flaw)
        let finding: Mrkdwn = flaws.isEmpty ? .empty : " :warning: \(flaws.joined(separator: "; "))."
        return "\(whom(exemption)) \(end(exemption)), \(why(exemption)).\(finding)"
    }

    func restoredTitle() -> PlainText { "Your AWS access key is on again for a while" }

    func restored(_ key: ShownKey, until: Date, reason: Mrkdwn) -> Mrkdwn {
        ":arrows_counterclockwise: \(self.key(key)) was switched on again, *until \(.date(until))*: \(reason)"
    }

    func restoredInChannel(_ key: ShownKey, of recipient: ShownRecipient, until: Date, reason: Mrkdwn) -> Mrkdwn {
        """
        :arrows_counterclockwise: *Switched on again until \(.date(until))*: \(self.key(key)), \(ageInLine(key)). \
        \(reason) Told: \(self.recipient(recipient)).
        """
    }

    func whatRestoreMeans(until: Date, channel: Mrkdwn) -> Mrkdwn {
        """
        *What this means*: the first run on or after \(.date(until)) deactivates it again, without further notices. Rotate \
        it before then; if that can't be done, ask in \(channel).
        """
    }

    func restoresEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *A key that was switched on again goes off soon*"
            : ":hourglass: *\(keys(count)) that were switched on again go off soon*"
    }

    func restoreEnding(_ key: ShownKey, until: Date) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)): on until \(.date(until)), then deactivated again."
    }

    func retirementsOfferedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":wastebasket: *An old key lies idle: may it go?*"
            : ":wastebasket: *\(keys(count)) lie idle: may they go?*"
    }

    func retirementOffered(_ key: ShownKey, successor: Mrkdwn) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). \(successor) is in use in its place."
    }

    func howToAgree(channel: Mrkdwn) -> Mrkdwn {
        """
        You can deactivate it yourself, or agree in \(channel) to its early retirement. Nothing happens unless you do; its \
        notices go on as ever.
        """
    }

    func retirementOfferedInChannel(
        _ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn, command: Mrkdwn
    ) -> Mrkdwn {
        """
        \(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). \(successor) is in use in its place. Asked: \
        \(self.recipient(recipient)). When they agree: \(command)
        """
    }

    func retiredTitle() -> PlainText { "Your old AWS access key was retired" }

    func retired(_ key: ShownKey, successor: Mrkdwn, agreedBy: Mrkdwn, reason: Mrkdwn) -> Mrkdwn {
        """
        :no_entry: \(self.key(key)) was deactivated before its day, as \(agreedBy) agreed: \(reason) \(successor) is in use \
        in its place.
        """
    }

    func retiredInChannel(
        _ key: ShownKey, of recipient: ShownRecipient, successor: Mrkdwn, agreedBy: Mrkdwn, reason: Mrkdwn
    ) -> Mrkdwn {
        """
        :no_entry: *Retired early*: \(self.key(key)), \(ageInLine(key)), as \(agreedBy) agreed: \(reason) \(successor) is \
        in use in its place. Told: \(self.recipient(recipient)).
        """
    }

    func ifYouDidNotAgree(channel: Mrkdwn) -> Mrkdwn {
        "*If you did not agree, say so now in \(channel)*: it can be switched on again at once."
    }

    func decoysUsedTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? ":rotating_light: *A decoy's key was used*" : ":rotating_light: *\(count) decoys' keys were used*"
    }

    func decoyUsed(_ key: ShownKey, at: Date, service: Mrkdwn?, region: Mrkdwn?) -> Mrkdwn {
        let place = [service, region].compactMap(\.self)
        let with: Mrkdwn = place.isEmpty ? .empty : " (\(place.joined(separator: ", ")))"
        return """
            \(self.key(key)), used on \(.date(at))\(with). Nobody has a reason to use it: whoever did found it where \
            it was left as bait. Treat it as an intrusion.
            """
    }

    func brakedTitle(_ count: Int) -> Mrkdwn {
        """
        :octagonal_sign: *The brake holds \(keys(count))*: more are due than may be deactivated in 24 hours, so none is. \
        Please look at the list:
        """
    }

    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Who answers: \(self.recipient(recipient))."
    }

    func howToRelease(command: Mrkdwn) -> Mrkdwn {
        """
        If every one of them should go: \(command). It lets exactly this list through for 24 hours, and each key is held \
        against the gate once more. If not, nothing happens.
        """
    }

    private func whom(_ exemption: ShownExemption) -> Mrkdwn {
        exemption.key.map { "\($0) of \(exemption.user) in \(exemption.account)" }
            ?? "all keys of \(exemption.user) in \(exemption.account)"
    }

    private func end(_ exemption: ShownExemption) -> Mrkdwn {
        exemption.until.map { "until \(.date($0))" } ?? "without an end that can be read"
    }

    private func why(_ exemption: ShownExemption) -> Mrkdwn {
        let reason = exemption.reason ?? "no reason given"
        let approver = exemption.approver.map { "approved by \($0)" as Mrkdwn } ?? "approved by nobody named"
        let place: Mrkdwn =
            switch exemption.source {
            case .configuration: "in the configuration"
            case .tags: "in the user's tags"
            case .command: "by command"
            }
        return "\(reason) (\(approver), \(place))"
    }

    private func flaw(_ flaw: ExemptionFlaw) -> Mrkdwn {
        switch flaw {
        case .endMissing: "`relevo-exempt-until` is missing"
        case .endUnreadable: "`relevo-exempt-until` is no date such as 2026-12-01"
        case .tooLong: "it is longer than the 90 days that tags may grant"
        case .reasonMissing: "`relevo-exempt-reason` is missing"
        case .approverMissing: "`relevo-exempt-by` is missing"
        }
    }
}
