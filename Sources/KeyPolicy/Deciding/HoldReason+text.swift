import FoundationEssentials

extension HoldReason {
    /// One sentence for the person who reads the plan.
    package var text: String {
        switch self {
        case .keyNotActive: "The key is not active."
        case .keyTooYoung: "The key is not old enough."
        case .protected: "The user is protected by the configuration and is never touched."
        case .decoy: "The user is a decoy: nobody is told of its age, and any use of its keys is an alarm."
        case .exempt(let exemption): exemption.text
        case .ownerTypeUnknown(nil): "The user has no `type` tag; tag it `engineer` or `machine`."
        case .ownerTypeUnknown(let type?):
            "The user's `type` tag says “\(type)”, which is neither `engineer` nor `machine`."
        case .machinesNotEnforced: "Machines' keys are not deactivated (policy.machines is `notify`)."
        case .modeNotEnforce(let mode): "The account is in mode `\(mode.rawValue)`, not `enforce`."
        case .accountIncomplete: "The account could not be read completely in this run."
        case .recipientUnknown(let why): "Slack could not say whether the owner can be reached (\(why))."
        case .notPromised: "No binding notice of this round has been delivered to today's recipient."
        case .promiseAhead(let deadline): "The promised deadline is \(deadline.ISO8601Format())."
        case .noticeTooRecent(let until):
            "The first binding notice was delivered too recently; it has its full time at \(until.ISO8601Format())."
        case .channelCopyMissing: "The notice's copy has not reached the security channel."
        case .ledgerUnconfirmed(let why):
            "Nobody can say whether this ledger is the one that the last run wrote (\(why))."
        case .otherLedger(let floor):
            if let ledger = floor.ledger {
                "Runs that this ledger doesn't know (of ledger \(LedgerFloor.shortName(ledger))) told deadlines in this "
                    + "account up to \(floor.until.ISO8601Format())."
            } else {
                "Runs that this ledger doesn't know may have told deadlines up to \(floor.until.ISO8601Format())."
            }
        case .clocksDisagree: "This machine's clock and AWS's are over five minutes apart."
        case .inUse(let at):
            "It was used on \(at.ISO8601Format()), and machines' keys in use are never deactivated; rotate it."
        case .useUnknown(let why):
            "Nobody can say whether it is in use (\(why)), and machines' keys in use are never deactivated."
        case .outsideWorkingHours: "It is outside the configured working hours."
        case .retirementNotOffered:
            "Its owner has not been offered to retire it early; the next run offers it once it is idle and its "
                + "successor is in use."
        case .notTheOwnersWord(let answers):
            "Only whoever answers for the key can agree to its early retirement, and that is \(answers)."
        case .successorNotInUse: "No younger active key of the same user was used in the last two days."
        case .deliveryUnknown: "Nobody knows yet whether an earlier message about this key arrived."
        case .summaryNotPosted: "The run's summary could not be posted."
        case .rate(let expected):
            "It waits for its turn: no more keys are deactivated in a day than policy.max-deactivations allows. It is "
                + "expected to be deactivated on \(expected.ISO8601Format())."
        case .alarm(let unexpected, let allowed, let isEverywhere):
            "The alarm stops \(isEverywhere ? "every account" : "its account"): \(unexpected) keys became due at once, on "
                + "another day than the one that was told, and \(allowed) are allowed. Look at the list; then let it through "
                + "with `relevo run --release-brake` and the id of this run."
        case .stopped(let stop): "\(stop.text) `\(stop.command)` ends it."
        case .settingsChanged(let before):
            "The configuration enforces more since today; what it said before counts until tomorrow: \(before)"
        case .changedSinceDecision(let what): "Read again just before the deactivation, \(what)."
        case .lookUpFailed(let why): "It could not be read again just before the deactivation (\(why))."
        }
    }
}

extension Exemption {
    /// One sentence: until when, why, by whose leave and where it was granted.
    package var text: String {
        let end = until.map { "until \($0.ISO8601Format())" } ?? "without a readable end"
        let why = "\(reason ?? "no reason given"); approved by \(approver ?? "nobody named")"
        return switch source {
        case .configuration: "Exempt \(end) (\(why))."
        case .tags: "Exempt \(end) by its tags (\(why))."
        case .command: "Exempt \(end) by command (\(why))."
        }
    }
}
