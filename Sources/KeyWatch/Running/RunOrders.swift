package import KeyPolicy

/// What somebody decided about this one run.
package struct RunOrders: Hashable, Sendable {
    /// When not empty, the other accounts are not read; they are unknown.
    package var only: Set<AccountID> = []
    /// The run whose list, as the alarm stopped it, may go through.
    package var release: RunID?
    /// What somebody goes on without.
    package var accept: LedgerAcceptance?

    /// Seconds for which somebody's look at a list that the alarm stopped stands.
    package static let releasable: Double = 7 * Days.seconds

    package init(only: Set<AccountID> = [], release: RunID? = nil, accept: LedgerAcceptance? = nil) {
        self.only = only
        self.release = release
        self.accept = accept
    }
}

/// Somebody's word to go on although the ledger is not the newest, or may not be.
package enum LedgerAcceptance: Hashable, Sendable {
    /// The newest run that this ledger doesn't know and never will.
    case run(RunID)
    /// Runs that nobody could see.
    case unseen
}
