import KeyWatch
import Slack

extension EnglishPhrases {
    func unknownTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":warning: *One account could not be read completely*; nothing is done there:"
            : ":warning: *\(count) accounts could not be read completely*; nothing is done there:"
    }

    func unknown(_ account: Mrkdwn, why: FailureKind) -> Mrkdwn {
        let reason: Mrkdwn =
            switch why {
            case .notAllowed: "AWS denied access to Relevo's role; `relevo doctor` names what is missing"
            case .throttled: "AWS throttled the calls for too long"
            case .noAnswer: "AWS gave no clear answer"
            case .tooSlow: "it took too long"
            case .notAsked: "this run didn't include it (`--account`)"
            case .other: "the output of the run has the error"
            }
        return "\(account): \(reason)"
    }

    func problemsTitle(_ count: Int) -> Mrkdwn {
        count == 1
            ? ":rotating_light: *One problem* (the output of the run has the details):"
            : ":rotating_light: *\(count) problems* (the output of the run has the details):"
    }

    func problem(_ kind: Problem.Kind, about subject: Mrkdwn?) -> Mrkdwn {
        let what: Mrkdwn =
            switch kind {
            case .messageNotDelivered: "a message was not delivered; the next run tries again"
            case .messageUndeliverable: "Slack refused a message; what it said is in this channel"
            case .messageMayNotHaveArrived: "a message may not have arrived; the next run looks for it"
            case .messageNotLookedUp: "an earlier message could not be looked up; the next run tries again"
            case .messageSentAgain:
                "a message could not be looked up for a week, so it was sent once more; check the app's history scopes"
            case .messageOutOfDate: "a message waited until it was no longer true, and was not sent"
            case .noticeNotSent: "a notice was not sent; the next run decides again"
            case .copiesMissing: "copies of notices are missing here; until they arrive, their keys stay active"
            case .promisesIncomplete: "some deadlines for other ledgers could not be posted in the thread"
            case .summaryNotPosted: "the summary could not be posted, so nothing was deactivated"
            case .summaryNotCompleted: "the summary could not be completed"
            case .keyNotDeactivated: "AWS did not deactivate it; the next run decides again"
            case .changeUnknown:
                "AWS's answer was lost, so it is unknown whether it changed; the next run reads it again"
            case .changeNeverKnown:
                """
                its account is no longer watched, so it stays unknown whether it changed; if the account is still yours, \
                check the key in IAM
                """
            case .deactivationSkippedAgain:
                "it was to be deactivated, and was skipped at the last moment in several runs"
            case .heldByLookUp: "held because something could not be read"
            case .userNotReadAgain: "its keys could not be read again before a message, so no message was sent"
            case .decoyNotRead: "Relevo could not read whether a decoy was used"
            case .reportNotUsed: "the credential report could not be used, so every user was listed"
            case .ledgerDoubted: "it is unknown whether the ledger is the newest, so nothing is deactivated"
            case .otherLedger:
                """
                another ledger announces deadlines for these accounts, and nothing is deactivated before them; if two \
                Relevos watch these accounts, stop one
                """
            case .foreignApp:
                """
                this app isn't Relevo's, and the deadlines that it posted here don't count; if it was Relevo's, name it in \
                `slack.earlier-apps`
                """
            case .selectorWithoutMatch: "an entry matches nothing, so it does nothing; correct it or remove it"
            case .hoursMissed: "no run falls within `policy.hours`, so nothing is ever deactivated"
            }
        return subject.map { "\($0): \(what)" } ?? what
    }

    func thisChannel() -> Mrkdwn { "this channel" }

    func within(_ account: Mrkdwn, _ what: Mrkdwn) -> Mrkdwn { "\(what) in \(account)" }
}
