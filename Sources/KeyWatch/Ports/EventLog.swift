package import FoundationEssentials
package import KeyPolicy

/// The ledger's events: written once, chained, never changed.
package protocol EventLog: Sendable {
    /// Appends all facts in order, or none.
    ///
    /// In the same write the ledger keeps what its other ports answer from: `noticeDelivered` and `noticeFailed` settle
    /// the claim with that message id; `wordPromised` puts a word into the outbox, `wordTold` and `wordWithdrawn` take it out.
    /// Throws `LedgerError.fenced` when the fence is no longer the lease's.
    func append(_ facts: [NewEvent], run: RunID, fence: Fence) async throws

    /// A page of a stream in order, events with a sequence above `after`.
    func events(_ stream: StreamID, after: Int, limit: Int) async throws -> [LedgerEvent]

    func heads() async throws -> [StreamHead]

    /// The `at` of the latest event in any stream; nil in an empty ledger.
    func lastEventAt() async throws -> Date?

    /// Every event about keys of one user, oldest first.
    func keyEvents(of user: UserID, in account: AccountID) async throws -> [LedgerEvent]

    /// Users of the account that the ledger holds any key event about.
    func usersWithEvents(in account: AccountID) async throws -> Set<UserID>

    /// Events of one kind in one stream, oldest first, `at` not before `since`.
    func events(ofKind kind: String, in stream: StreamID, since: Date) async throws -> [LedgerEvent]
}
