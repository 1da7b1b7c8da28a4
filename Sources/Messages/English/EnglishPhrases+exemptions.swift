import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func exemptionsEndingTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":hourglass: *An exemption ends soon*" : ":hourglass: *Exemptions of \(keys(count)) end soon*"
    }

    func exemptionEnding(_ key: ShownKey, _ ending: ShownExemption) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)): exempt \(end(ending)), \(why(ending))."
    }

    func exemptionEndingInChannel(_ key: ShownKey, _ ending: ShownExemption, of recipient: ShownRecipient) -> Mrkdwn {
        "\(exemptionEnding(key, ending)) Recipient: \(self.recipient(recipient))."
    }

    func afterExemptions(channel: Mrkdwn) -> Mrkdwn {
        """
        *If nothing is done*, age counts again from then on: notices come as for any other key, and nothing is \
        deactivated without new ones. If a key must be left alone for longer, ask in \(channel).
        """
    }

    func afterExemptionsInChannel() -> Mrkdwn {
        """
        *If nothing is done*, age counts again from then on: notices come as for any other key, and nothing is \
        deactivated without new ones. To leave one alone for longer: `relevo exempt KEY --until … --reason … --by …`, or \
        change it where it was granted.
        """
    }

    func exempted(_ exemption: ShownExemption) -> Mrkdwn {
        ":shield: *Exempt \(end(exemption))*: \(whom(exemption)). \(why(exemption))."
    }

    func whileExempt(_ exemption: ShownExemption) -> Mrkdwn {
        let command: Mrkdwn =
            exemption.key == nil
            ? "`relevo exempt USER --end --reason … --by …`" : "`relevo exempt KEY --end --reason … --by …`"
        return "Until then, no notices are sent about it and nothing is deactivated. To end it earlier: \(command)."
    }

    func exemptionEnded(_ exemption: ShownExemption, reason: Mrkdwn, approver: Mrkdwn) -> Mrkdwn {
        """
        :shield: *An exemption was ended*: \(whom(exemption)). \(reason), approved by \(approver). Unless another one \
        applies, age counts again: notices come as for any other key, and nothing is deactivated without new ones.
        """
    }

    func exemptionsTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? "*1 exemption in force*:" : "*\(count) exemptions in force* (all of them: `relevo exempt --list`):"
    }

    func exemption(_ exemption: ShownExemption) -> Mrkdwn {
        let flaws = exemption.flaws.map { flaw($0, of: exemption) }
        let finding: Mrkdwn = flaws.isEmpty ? .empty : " :warning: \(flaws.joined(separator: "; "))."
        return "\(whom(exemption)), \(end(exemption)): \(why(exemption)).\(finding)"
    }

    private func whom(_ exemption: ShownExemption) -> Mrkdwn {
        exemption.key.map { "\($0) of \(exemption.user) in \(exemption.account)" }
            ?? "all keys of \(exemption.user) in \(exemption.account)"
    }

    private func end(_ exemption: ShownExemption) -> Mrkdwn {
        exemption.until.map { "until \(.date($0))" } ?? "without a readable end"
    }

    private func why(_ exemption: ShownExemption) -> Mrkdwn {
        let reason = exemption.reason ?? "no reason given"
        let approver = exemption.approver.map { "approved by \($0)" as Mrkdwn } ?? "no approver given"
        let place: Mrkdwn =
            switch exemption.source {
            case .configuration: "in the configuration"
            case .tags: "in the user's tags"
            case .command: "by command"
            }
        return "\(reason), \(approver) (\(place))"
    }

    private func flaw(_ flaw: ExemptionFlaw, of exemption: ShownExemption) -> Mrkdwn {
        switch flaw {
        case .endMissing: "`relevo-exempt-until` is missing"
        case .endUnreadable:
            "`relevo-exempt-until` is not a date such as 2026-12-01\(exemption.unreadableEnd.map { ", but \($0)" as Mrkdwn } ?? .empty)"
        case .tooLong: "it is longer than an exemption may be, so it ends earlier"
        case .reasonMissing: "`relevo-exempt-reason` is missing"
        case .approverMissing: "`relevo-exempt-by` is missing"
        case .approverIsOwner: "its own owner approved it, which does not count as an approval"
        }
    }
}
