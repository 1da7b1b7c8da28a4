import FoundationEssentials
import KeyPolicy
import Slack

extension EnglishPhrases {
    func stopped(_ stop: ShownStop) -> Mrkdwn {
        ":octagonal_sign: *\(place(stop)) are stopped*: \(cause(stop))."
    }

    func whileStopped(_ stop: ShownStop) -> Mrkdwn {
        let there: Mrkdwn = if case .everywhere = stop.place { .empty } else { " there" }
        return switch stop.cause {
        case .person:
            """
            Nothing is deactivated\(there) until somebody else resumes: \(stop.command). Notices continue and \
            mention the stop, and deadlines stay the same.
            """
        case .massChange:
            """
            Was that intended? A script that writes the same tag everywhere can cause this. Nothing is deactivated \
            there until an approver resumes: \(stop.command). Notices continue.
            """
        case .restores:
            """
            Something there needs keys that Relevo deactivated. Nothing more is deactivated there until an approver \
            resumes: \(stop.command). Notices continue.
            """
        case .manyLeft:
            """
            Did they really leave? A mistake in the identity provider that provisions Slack can cause this. Nothing is \
            deactivated there until an approver resumes: \(stop.command). Notices continue.
            """
        case .becameMachine:
            """
            If it is a machine, an approver confirms it: \(stop.command). New notices follow then. If it isn't, set \
            `type` back. Until then its keys stay active.
            """
        }
    }

    func resumed(_ stop: ShownStop, by: Mrkdwn, reason: Mrkdwn) -> Mrkdwn {
        switch stop.cause {
        case .becameMachine:
            ":arrow_forward: *Confirmed as a machine*: \(whose(stop)), by \(by): \(reason)."
        case .person, .massChange, .restores, .manyLeft:
            """
            :arrow_forward: *\(place(stop)) continue*, resumed by \(by): \(reason). They had been stopped since \
            \(.date(stop.since)): \(cause(stop)).
            """
        }
    }

    func afterResume(_ stops: [ShownStop]) -> Mrkdwn {
        stops.contains { !$0.waitsForConfirmation }
            ? "From now on, keys whose deadline has passed are deactivated again, within the limits of each day."
            : "Earlier notices to its owner no longer count: new notices begin."
    }

    func unconfirmedTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":octagonal_sign: *A user became a machine after its owner was given a deadline*: please confirm that"
            : """
            :octagonal_sign: *\(count) users became machines after their owners were given a deadline*: please confirm \
            that
            """
    }

    func unconfirmed(_ stop: ShownStop) -> Mrkdwn {
        "\(whose(stop)), since \(.date(stop.since)): \(stop.command), or set `type` back"
    }

    func stopsTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? ":octagonal_sign: *A stop is in force*:" : ":octagonal_sign: *\(count) stops are in force*:"
    }

    func stop(_ stop: ShownStop) -> Mrkdwn {
        "\(place(stop)) have been stopped since \(.date(stop.since)): \(cause(stop)). To end it: \(stop.command)"
    }

    func stoppedInNotice(waitsForConfirmation: Bool) -> Mrkdwn {
        waitsForConfirmation
            ? """
            :octagonal_sign: The user's `type` became `machine`; until the security team confirms that, this key stays \
            active.
            """
            : """
            :octagonal_sign: Deactivations are stopped now, so this key stays active. The deadline does not change: \
            once they resume, it may be deactivated without another notice.
            """
    }

    func settingsChangedTitle(_ count: Int, from: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn =
            count == 1
            ? "*One setting of the configuration changed*" : "*\(count) settings of the configuration changed*"
        return from.map {
            """
            :gear: \(what), and it is now stricter. The stricter settings apply to deactivations from \($0) on; the \
            other changes apply now:
            """
        } ?? ":gear: \(what). This applies now:"
    }

    func settingChanged(_ name: Mrkdwn, from: Mrkdwn?, to: Mrkdwn?) -> Mrkdwn {
        switch (from, to) {
        case (let from?, let to?): "\(name): \(from), now \(to)"
        case (nil, let to?): "\(name): \(to) added"
        case (let from?, nil): "\(name): \(from) removed"
        case (nil, nil): name
        }
    }

    func hiddenEntry() -> Mrkdwn { "one entry" }

    private func place(_ stop: ShownStop) -> Mrkdwn {
        switch stop.place {
        case .everywhere: "All deactivations"
        case .account(let account): "Deactivations in account \(account)"
        case .user(let user, let account): "Deactivations of \(user) in account \(account)"
        }
    }

    private func whose(_ stop: ShownStop) -> Mrkdwn {
        switch stop.place {
        case .everywhere: "everything"
        case .account(let account): "account \(account)"
        case .user(let user, let account): "\(user) in account \(account)"
        }
    }

    private func cause(_ stop: ShownStop) -> Mrkdwn {
        switch stop.cause {
        case .person(let by, let reason): "\(reason), stopped by \(by)"
        case .massChange(let changed, let users):
            "\(changed) of \(users) users with keys changed their type, owner or reachability at once"
        case .restores(let count): "\(count) keys were restored there in one day"
        case .manyLeft(let people):
            "\(people) people left Slack at once; more than \(OwnerChanges.leaversAllowed) must be confirmed"
        case .becameMachine: "its `type` became `machine` after its owner was given a deadline"
        }
    }

    func ledgerAcceptedTitle(_ count: Int, until: Date) -> Mrkdwn {
        let then: Mrkdwn =
            count == 0
            ? "No key had a promised deadline."
            : "The notices about \(keys(count)) begin again:"
        return """
            :warning: *Somebody accepted the ledger although Relevo could not see in this channel whether it is the newest.* \
            Nothing is deactivated before \(.date(until)). \(then)
            """
    }

    func beginsAnewAfterAcceptance(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)). Recipient: \(self.recipient(recipient))."
    }

    func promisesContinued(_ part: Int, of parts: Int) -> Mrkdwn {
        """
        _Relevo needs this message if its ledger is lost. It has the deadlines of more accounts, part \(part) of \
        \(parts). Please leave it here._
        """
    }

    func brakedTitle(_ count: Int) -> Mrkdwn {
        """
        :octagonal_sign: *The alarm stops \(keys(count))*: more became due at once than the announced deadlines explain. That \
        may be a mistake, so none of them is deactivated:
        """
    }

    func alarm(in account: Mrkdwn?, unexpected: Int, allowed: Int) -> Mrkdwn {
        let place: Mrkdwn = account.map { "In account \($0)" } ?? "In all accounts together"
        return
            "\(place), \(keys(unexpected)) became due on another day than the one that was announced; \(allowed) are allowed."
    }

    func pleaseCheck() -> Mrkdwn { "Please check the list:" }

    func braked(_ key: ShownKey, of recipient: ShownRecipient) -> Mrkdwn {
        "\(self.key(key)), \(ageInLine(key)), \(lastUseInLine(key.use)). Recipient: \(self.recipient(recipient))."
    }

    func howToRelease(command: Mrkdwn, until: Date) -> Mrkdwn {
        """
        *If all of them should be deactivated*: \(command), before \(.date(until)). It releases exactly this list, as \
        many keys a day as the limit allows; each must still pass every other rule. *If one should stay active*, \
        exempt it first: `relevo exempt`. *If nothing is done*, all of them stay active, and the next run asks again.
        """
    }

    func accountsLeft(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":wave: *An account is no longer watched.* Promises about its keys no longer apply:"
            : ":wave: *\(count) accounts are no longer watched.* Promises about their keys no longer apply:"
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
