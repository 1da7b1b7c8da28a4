import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func noticeTitle(_ notice: ShownNotice) -> Mrkdwn {
        let by = Mrkdwn.longDate(notice.deadline)
        let left = left(notice.daysLeft)
        return switch notice.tone {
        case .friendly: ":wave: *Please rotate \(what(notice)) by \(by)*: \(left)."
        case .firm: ":bell: *\(capitalized(notice)) must be rotated by \(by)*: \(left)."
        case .last where notice.earlier.isEmpty:
            """
            :rotating_light: *Rotate \(what(notice)) by \(by)*: \(left).\
            \(notice.count == 1 ? " This is the only notice." as Mrkdwn : .empty)
            """
        case .last: ":rotating_light: *Last notice: rotate \(what(notice)) by \(by)*: \(left)."
        case .overdue:
            """
            :exclamation: *Last notice: rotate \(what(notice)) by \(by).* The promised day is long past; a new \
            owner, tag or status won't change this deadline.
            """
        }
    }

    private func what(_ notice: ShownNotice) -> Mrkdwn { what(notice, owners: "your", one: "an") }

    private func capitalized(_ notice: ShownNotice) -> Mrkdwn { what(notice, owners: "Your", one: "An") }

    private func what(_ notice: ShownNotice, owners: Mrkdwn, one: Mrkdwn) -> Mrkdwn {
        switch (notice.readers, notice.count) {
        case (.owner, 1): "\(owners) AWS access key"
        case (.owner, let count): "\(owners) \(count) AWS access keys"
        case (.keeper, 1): "\(one) AWS access key you answer for"
        case (.keeper, let count): "\(count) AWS access keys you answer for"
        case (_, 1): "\(one) AWS access key of this team"
        case (_, let count): "\(count) AWS access keys of this team"
        }
    }

    private func left(_ days: Int) -> Mrkdwn {
        days == 0 ? "less than a day left" : "\(self.days(days)) left"
    }

    func wroteBefore(_ days: [Mrkdwn]) -> Mrkdwn {
        guard let last = days.last, days.count > 1 else { return "We wrote on \(days.first ?? .empty)." }
        return "We wrote on \(days.dropLast().joined(separator: ", ")) and \(last)."
    }

    func countsFromNow() -> Mrkdwn { "From today the deadline is binding: earlier messages were only information." }

    func keyInNotice(_ key: ShownKey) -> Mrkdwn {
        let line: Mrkdwn = "\(self.key(key)), \(ageInLine(key))"
        return key.console.flatMap { Mrkdwn.link($0, "console") }.map { "\(line) (\($0))" } ?? line
    }

    func keyInList(_ key: ShownKey) -> Mrkdwn { "\(key.id) of \(key.user) in \(key.account), \(ageInLine(key))" }

    func ownerUnreachable() -> Mrkdwn { "Its owner can't be notified." }

    func useInNotice(_ use: ShownUse, by caller: ShownCaller?, isRecent: Bool) -> Mrkdwn {
        let words: Mrkdwn = isRecent ? ":warning: *In use*: last used" : "Last used"
        if let caller { return "\(words) \(.day(caller.at))\(self.caller(caller))." }
        return switch use {
        case .used(let at, let service, let region): used(at: at, service, region, words)
        case .never: "Never used. If nobody needs it, just deactivate it."
        case .unknown(let why): why.map { "Last use not known (\(whyUnknown($0)))." } ?? "Last use not known."
        }
    }

    func useInList(_ use: ShownUse) -> Mrkdwn {
        switch use {
        case .used(let at, _, _): "Last used \(.day(at))"
        case .never: "Never used"
        case .unknown: "Last use not known"
        }
    }

    private func used(at: Date, _ service: Mrkdwn?, _ region: Mrkdwn?, _ words: Mrkdwn) -> Mrkdwn {
        let place: Mrkdwn = region.map { " in \($0)" } ?? .empty
        return "\(words) \(.day(at))\(service.map { ": \($0)" } ?? .empty)\(place)."
    }

    func usedBy(_ key: Mrkdwn, _ caller: ShownCaller) -> Mrkdwn {
        "\(key) was used on \(.day(caller.at))\(self.caller(caller))."
    }

    private func caller(_ caller: ShownCaller) -> Mrkdwn {
        let tool: Mrkdwn =
            switch caller.tool {
            case .console: " in the AWS console"
            case .program(let name): " by \(name)"
            case nil: .empty
            }
        let source: Mrkdwn = caller.source.map { " from \($0)" } ?? .empty
        let called: Mrkdwn =
            caller.onlyStartsSessions ? " to start sessions" : " to call \(caller.service) in \(caller.region)"
        return "\(tool)\(source)\(called)"
    }

    func consequenceOfOne(_ consequence: Consequence) -> Mrkdwn {
        switch consequence {
        case .deactivated(let deadline): "deactivated on \(.date(deadline))"
        case .wouldBe(let deadline): "due by \(.date(deadline)), stays active"
        case .leftToItsTeam(let deadline): "due by \(.date(deadline)), stays active"
        case .heldWithoutOwner: "stays active while its owner is unknown"
        }
    }

    func otherwise(_ consequence: Consequence, _ notice: ShownNotice) -> Mrkdwn {
        let (it, uses): (Mrkdwn, Mrkdwn) = notice.count == 1 ? ("it", "uses it") : ("them", "uses them")
        return switch consequence {
        case .deactivated where notice.count > 1 && notice.tone < .last:
            "If nothing is done, Relevo deactivates each on its day."
        case .deactivated where notice.tone == .friendly:
            "If nothing is done, Relevo deactivates \(it) then; that can be undone."
        case .deactivated where notice.tone == .firm:
            "If nothing is done, Relevo deactivates \(it) then, and whatever \(uses) stops working."
        case .deactivated: "After that Relevo deactivates \(it), and whatever \(uses) stops working."
        case .wouldBe: "This is only information: Relevo does not deactivate keys in this account yet."
        case .leftToItsTeam: "Relevo does not deactivate machines' keys; the security team sees what is late."
        case .heldWithoutOwner: "Relevo does not deactivate \(it) while the owner is unknown."
        }
    }

    func machineInUse(_ count: Int) -> Mrkdwn {
        count == 1
            ? "Relevo deactivates it then, or later, once it has been unused for two days."
            : """
            If nothing is done, Relevo deactivates each on its day; a machine's key that is in use, only after two days \
            without use.
            """
    }

    func newerKey(_ newer: Mrkdwn) -> Mrkdwn {
        "Newer key: \(newer). Move to it and deactivate this one."
    }

    func moreKeysFollow(_ count: Int) -> Mrkdwn {
        count == 1 ? "And one more, in the next message." : "And \(count) more, in the next message."
    }

    func moreKeysTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? "*One more key that is due*" : "*\(count) more keys that are due*"
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

    func otherKey(_ other: ShownKey) -> Mrkdwn {
        """
        The same user also has \(other.id) (\(status(other)), \(days(other.ageDays)) old, \
        \(lastUseInLine(other.use))).
        """
    }

    func lastNotice() -> Mrkdwn {
        """
        :exclamation: *This is the last notice.* The key is long past the day that was promised. Changing its tags, its \
        owner or its status no longer moves the deadline.
        """
    }

    func possibleRepeat() -> Mrkdwn {
        ":repeat: This notice may be a repeat."
    }

    func possibleRepeatOfMessage() -> Mrkdwn {
        ":repeat: This message may be a repeat: the answer to an earlier try was lost."
    }

    func whomToAsk(help: Mrkdwn?, channel: Mrkdwn) -> Mrkdwn {
        help.map { "Questions, or not yours? \($0) Or ask in \(channel)." }
            ?? "Questions, or not yours? Ask in \(channel)."
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
