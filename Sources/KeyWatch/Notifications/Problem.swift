package import KeyPolicy

/// Something that went wrong in a run, for two readers.
///
/// The person who runs Relevo reads `text` on the command line and in JSON, with what AWS or Slack answered. Everybody
/// else reads only its kind and what it is about, in their own language: no raw answer gets into a channel.
package struct Problem: Hashable, Codable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Codable, Sendable {
        case messageNotDelivered
        /// A definite refusal.
        case messageUndeliverable
        case messageMayNotHaveArrived
        case messageNotLookedUp
        /// It could not be looked up for a week.
        case messageSentAgain
        case messageOutOfDate
        case noticeNotSent
        case copiesMissing
        case promisesIncomplete
        case summaryNotPosted
        case summaryNotCompleted
        case keyNotDeactivated
        /// An earlier call's answer was lost.
        case changeUnknown
        /// The same, and the account isn't watched any more.
        case changeNeverKnown
        /// Planned, and skipped at the last moment, in several runs in a row.
        case deactivationSkippedAgain
        case heldByLookUp
        case userNotReadAgain
        /// A decoy is not named: its purpose is not to be known.
        case decoyNotRead
        case reportNotUsed
        case ledgerDoubted
        case otherLedger
        case foreignApp
        /// An entry of the configuration. What it names may be protected, so only the setting is shown.
        case selectorWithoutMatch
        case hoursMissed
    }

    /// What it is about.
    package enum Subject: Hashable, Codable, Sendable {
        case recipient(Recipient)
        case key(AccessKeyID, in: AccountID)
        case user(String, in: AccountID)
        case account(AccountID)
        /// A setting, an app or a ledger.
        case name(String)
        case keys(Int, held: HoldReason.Code)
    }

    package let kind: Kind
    package let subject: Subject?
    /// One or more sentences for the person who runs Relevo.
    package let text: String

    package init(_ kind: Kind, about subject: Subject? = nil, _ text: String) {
        self.kind = kind
        self.subject = subject
        self.text = text
    }
}
