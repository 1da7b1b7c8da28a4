package import KeyPolicy

/// Where what people ask for is written down at once, whoever holds the lease: a stream of its own, written without a fence.
package protocol Inbox: Sendable {
    /// Appends all facts to the inbox, or none, if its last event still has the number `sequence` (0 where it has none);
    /// otherwise false: somebody wrote meanwhile, so read it again and decide again.
    ///
    /// Keeps the outbox in step as `EventLog.append` does. Throws `LedgerError.failed` for a fact of another stream; `append`
    /// throws the same for one of the inbox, so that what a fence guards and what it doesn't never share a stream.
    func post(_ facts: [NewEvent], after sequence: Int, run: RunID) async throws -> Bool
}

extension Sequence<NewEvent> {
    /// Throws `LedgerError.failed` unless all facts are for the inbox, or none is.
    package func check(areForInbox: Bool) throws {
        guard let stray = first(where: { ($0.stream == .inbox) != areForInbox }) else { return }
        throw LedgerError.failed(
            act: "recording what happened",
            why: areForInbox
                ? "an event of \(stray.stream.text) was posted into the inbox"
                : "an event of the inbox was to be written under the lease")
    }
}
