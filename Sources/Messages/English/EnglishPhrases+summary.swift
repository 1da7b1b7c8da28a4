import FoundationEssentials
import KeyPolicy
import KeyWatch
import Slack

extension EnglishPhrases {
    func summaryLine(_ summary: RunSummary) -> Mrkdwn {
        let seen: Mrkdwn =
            """
            \(plural(summary.accounts, "account", "accounts")), \(plural(summary.users, "user", "users")), \
            \(plural(summary.activeKeys, "active key", "active keys"))
            """
        let isTroubled = !summary.unknown.isEmpty || !summary.problems.isEmpty
        let what = summary.finishedAt == nil ? ahead(summary) : done(summary)
        if summary.isInterrupted {
            return """
                :warning: *Relevo was interrupted*: \(what). The next run decides again about the rest. Seen: \(seen).
                """
        }
        return switch (summary.finishedAt == nil, isTroubled) {
        case (true, _): ":hourglass_flowing_sand: *Relevo is at work*: \(what). Seen: \(seen)."
        case (false, false): ":white_check_mark: *Relevo is done*: \(what). Seen: \(seen)."
        case (false, true): ":warning: *Relevo is done, with problems*: \(what). Seen: \(seen)."
        }
    }

    func noticesByStage(_ planned: [(stage: Int, count: Int)]) -> Mrkdwn {
        "*Notices by stage*: \(planned.map { "\($0.count) at \($0.stage) days" as Mrkdwn }.joined(separator: ", "))"
    }

    func heldTitle(_ count: Int) -> Mrkdwn {
        count == 1 ? "*Due, but not deactivated*: 1 key" : "*Due, but not deactivated*: \(count) keys"
    }

    func held(_ code: HoldReason.Code, _ count: Int) -> Mrkdwn { "\(count) × \(heldBecause(code))" }

    func share(_ percent: Int, of keys: Int, change: Int?) -> Mrkdwn {
        let change: Mrkdwn = change.map { " (\($0 < 0 ? "−" : "+" as Mrkdwn)\(abs($0)) in a week)" } ?? .empty
        return "*\(percent) %* of \(plural(keys, "active key is", "active keys are")) within the maximum age\(change)."
    }

    func nextDays(_ days: [(day: Mrkdwn, count: Int)]) -> Mrkdwn {
        "*Deadlines of the next 7 days*: \(days.map { "\($0.count) on \($0.day)" as Mrkdwn }.joined(separator: ", "))"
    }

    func mostDue(_ recipients: [(recipient: ShownRecipient, count: Int)]) -> Mrkdwn {
        let list = recipients.map { "\(self.recipient($0.recipient)): \($0.count)" as Mrkdwn }
        return "*Most keys to rotate*: \(list.joined(separator: ", "))"
    }

    func week(_ week: RunSummary.Week) -> Mrkdwn {
        """
        *The last 7 days*
        • \(plural(week.notices, "notice", "notices"))
        • \(plural(week.rotated, "key rotated", "keys rotated"))
        • \(plural(week.deactivated, "key deactivated", "keys deactivated"))
        • \(plural(week.newKeys, "new key", "new keys"))
        """
    }

    func andMore(_ count: Int) -> Mrkdwn { "and \(count) more" }

    func modes(_ modes: [(mode: Mode, accounts: Int)]) -> Mrkdwn {
        modes.map { "\(.code($0.mode.rawValue)) in \(plural($0.accounts, "account", "accounts"))" as Mrkdwn }
            .joined(separator: ", ")
    }

    func run(_ id: Mrkdwn, startedAt: Date, finishedAt: Date?) -> Mrkdwn {
        let end: Mrkdwn = finishedAt.map { ", ended \(.date($0))" } ?? ""
        return "Run \(id), started \(.date(startedAt))\(end)"
    }

    func root(_ hash: Mrkdwn) -> Mrkdwn { "Ledger root \(hash)…" }

    func runAndRoot(_ run: Mrkdwn, root: Mrkdwn) -> Mrkdwn {
        "Run \(run) ended with the ledger root \(root). `relevo history --verify --root …` compares it with the ledger."
    }

    private func ahead(_ summary: RunSummary) -> Mrkdwn {
        list([
            (summary.notices, "notice to send", "notices to send"),
            (summary.deactivationsPlanned, "key to deactivate", "keys to deactivate"),
            (summary.newKeys, "new key", "new keys"),
            (summary.rotated, "key rotated", "keys rotated"),
            (summary.reactivated, "key activated again", "keys activated again"),
        ])
    }

    private func done(_ summary: RunSummary) -> Mrkdwn {
        list([
            (
                summary.notices,
                outOf(summary.noticesDelivered, summary.notices, "notice delivered", "notices delivered")
            ),
            (
                summary.deactivationsPlanned,
                outOf(summary.deactivated, summary.deactivationsPlanned, "key deactivated", "keys deactivated")
            ),
            (summary.newKeys, plural(summary.newKeys, "new key", "new keys")),
            (summary.rotated, plural(summary.rotated, "key rotated", "keys rotated")),
            (summary.reactivated, plural(summary.reactivated, "key activated again", "keys activated again")),
        ])
    }

    private func list(_ items: [(count: Int, one: Mrkdwn, many: Mrkdwn)]) -> Mrkdwn {
        list(items.map { ($0.count, plural($0.count, $0.one, $0.many)) })
    }

    private func list(_ items: [(count: Int, words: Mrkdwn)]) -> Mrkdwn {
        let said = items.filter { $0.count > 0 }.map(\.words)
        return said.isEmpty ? "nothing to report today" : said.joined(separator: ", ")
    }

    private func outOf(_ part: Int, _ whole: Int, _ one: Mrkdwn, _ many: Mrkdwn) -> Mrkdwn {
        part == whole ? plural(whole, one, many) : "\(part) of \(plural(whole, one, many))"
    }

    func plural(_ count: Int, _ one: Mrkdwn, _ many: Mrkdwn) -> Mrkdwn {
        "\(count) \(count == 1 ? one : many)"
    }

    func turnsTitle(_ count: Int, limit: Int) -> Mrkdwn {
        let who: Mrkdwn = count == 1 ? "1 key waits for its turn" : "\(count) keys wait for their turn"
        return ":hourglass: *\(who)*: at most \(limit) a day are deactivated, the oldest promises first. Expected:"
    }

    func turn(_ count: Int, on day: Date) -> Mrkdwn { "\(plural(count, "key", "keys")) on \(.date(day))" }

    func limitsTitle() -> Mrkdwn { ":triangular_ruler: *Please check the limits on deactivations*:" }

    func limitTooLow(_ limit: Int, keys: Int, needed: Int) -> Mrkdwn {
        """
        \(plural(keys, "key", "keys")) need \(needed) deactivations a day; `policy.max-deactivations` is \(limit), so the \
        queue grows
        """
    }

    func limitTooLow(_ limit: Int, in account: Mrkdwn, needed: Int) -> Mrkdwn {
        "The keys of account \(account) need \(needed) a day; its own `max-deactivations` is \(limit)"
    }

    func queueEnds(_ keys: Int, limit: Int, lastDay: Mrkdwn, better: Int, days: Int) -> Mrkdwn {
        """
        Of \(plural(keys, "key", "keys")) with a deadline, the last is deactivated on \(lastDay) with \
        `policy.max-deactivations` at \(limit); \(better) would end it within \(days) days
        """
    }

    func findingsTitle() -> Mrkdwn { ":mag: *Please check*:" }

    func unreachableUsers(_ count: Int, _ names: Mrkdwn) -> Mrkdwn {
        """
        The keys of \(count == 1 ? "1 user" : "\(count) users") stay active, because nobody would be notified: \(names). \
        The weekly list says what to correct.
        """
    }

    func beginsAnew(_ key: ShownKey, times: Int, last: RoundEnd) -> Mrkdwn {
        let why: Mrkdwn =
            switch last {
            case .recipientChanged: "who answers for it changed"
            case .switchedOff: "it was deactivated and activated again"
            case .exemptedByTags: "its tags exempted it"
            case .reactivated: "somebody activated it again"
            default: "its notices began to count"
            }
        return """
            \(self.key(key)): its notices have begun again \(times) times, the last time because \(why). Find out \
            who changes that.
            """
    }

    func pastItsDay(_ key: ShownKey, promised: Date?, because: HoldReason.Code) -> Mrkdwn {
        let why = heldBecause(because)
        guard let promised else { return "\(self.key(key)): past its day and still active: \(why)." }
        return """
            \(self.key(key)): its owner was told that it would be deactivated on \(.date(promised)); it is still active: \
            \(why). Find out who changed that.
            """
    }

    func keptPastItsDay(_ key: ShownKey) -> Mrkdwn {
        "\(self.key(key)): its owner kept it past the day that was promised."
    }

    func otherFinding(_ subject: Mrkdwn) -> Mrkdwn { "\(subject): `relevo plan` says what is wrong." }

    func overdue(days: Int) -> Mrkdwn { days == 1 ? "*Overdue for 1 day.*" : "*Overdue for \(days) days.*" }

    private func heldBecause(_ code: HoldReason.Code) -> Mrkdwn {
        switch code {
        case .keyNotActive: "no longer active"
        case .keyTooYoung: "not old enough by AWS's clock"
        case .protected: "protected by the configuration"
        case .decoy: "a decoy"
        case .exempt: "exempt until a date"
        case .ownerTypeUnknown: "the user's owner is unknown (`type` tag)"
        case .machinesNotEnforced: "a machine's key, and machines are only notified"
        case .ownerUnreachable: "its owner can't be reached"
        case .modeNotEnforce: "its account is not in mode `enforce`"
        case .accountIncomplete: "its account could not be read completely"
        case .recipientUnknown: "Slack did not answer whether the owner can be reached"
        case .notPromised: "no binding notice has been delivered to today's recipient"
        case .promiseAhead: "the promised deadline is still ahead"
        case .noticeTooRecent: "its first binding notice is too recent"
        case .channelCopyMissing: "the notice's copy has not reached this channel"
        case .clocksDisagree: "our clock and AWS's are over five minutes apart"
        case .ledgerUnconfirmed: "it is unknown whether the ledger is the newest"
        case .otherLedger: "another ledger, or runs that this one doesn't contain, announced later deadlines"
        case .inUse: "a machine's key that is in use"
        case .useUnknown: "a machine's key, and it is unknown whether it is in use"
        case .outsideWorkingHours: "outside the working hours"
        case .retirementNotOffered: "its owner was not asked about an early deactivation"
        case .notTheOwnersWord: "somebody other than its owner agreed to it"
        case .successorNotInUse: "no younger key is in use in its place"
        case .deliveryUnknown: "it is not known yet whether an earlier message arrived"
        case .summaryNotPosted: "the summary could not be posted"
        case .rate: "waiting for its turn: only so many are deactivated a day"
        case .alarm: "*stopped by the alarm*: more became due at once than the announced deadlines explain"
        case .stopped: "*stopped* until somebody resumes"
        case .settingsChanged: "the configuration became stricter today; that counts from tomorrow"
        case .changedSinceDecision: "changed just before the deactivation"
        case .lookUpFailed: "could not be read again just before the deactivation"
        }
    }
}
