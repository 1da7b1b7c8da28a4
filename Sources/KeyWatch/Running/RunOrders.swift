package import KeyPolicy

/// What somebody decided about this one run.
package struct RunOrders: Hashable, Sendable {
    /// When not empty, the other accounts are not read; they are unknown.
    package var only: Set<AccountID> = []
    /// The run whose list, as the alarm stopped it, may go through.
    package var release: RunID?
    /// The newest run that this ledger doesn't know and never will.
    package var accept: RunID?

    /// Seconds for which somebody's look at a list that the alarm stopped stands.
    package static let releasable: Double = 7 * Days.seconds

    package init(only: Set<AccountID> = [], release: RunID? = nil, accept: RunID? = nil) {
        self.only = only
        self.release = release
        self.accept = accept
    }
}
