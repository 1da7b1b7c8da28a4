package import FoundationEssentials
package import KeyPolicy

/// What a run's summary carries unseen, for the next run to notice that its ledger is not the newest.
package struct RunStamp: Hashable, Sendable {
    package let run: RunID
    /// The hash of the ledger's first event, which every copy of it shares.
    package let ledger: String
    /// The latest deadline that the run was about to give anybody; nil when it gave none.
    package let deadline: Date?

    package init(run: RunID, ledger: String, deadline: Date?) {
        self.run = run
        self.ledger = ledger
        self.deadline = deadline
    }
}
