package import FoundationEssentials
package import KeyPolicy

/// The ledger's events: written once, chained, never changed.
package protocol EventLog: Sendable {
    /// Appends all events in order, or none; `LargestWrite.facts` at most.
    ///
    /// In the same write the ledger keeps what its other ports answer from: the open messages, as ``OpenMessages``
    /// folds them, and the open promises. Throws `LedgerError.fenced` when the fence is no longer the lease's.
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
    func events(ofKind kind: EventKind, in stream: StreamID, since: Date) async throws -> [LedgerEvent]
}

/// What one write to a ledger may hold.
package enum LargestWrite {
    /// DynamoDB's transactions hold 100 items: the lease, and up to four for each event (the event, its copy by user,
    /// the head of its stream, and the open message or promise that it changes).
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
    package static let facts = 24
}

/// Where requests of people are recorded at once, also while a run holds the lease: a separate stream, written without
/// a fence.
package protocol Inbox: Sendable {
    /// Appends all facts to the inbox, or none, if its last event still has the number `sequence` (0 where it has
    /// none); otherwise returns false: somebody else wrote meanwhile, so read again and decide again.
    ///
    /// Keeps the outbox in step as `EventLog.append` does. Throws `LedgerError.failed` for a fact of another stream;
    /// `append` throws the same for one of the inbox, so that fenced and unfenced writes never share a stream.
    func post(_ facts: [NewEvent], after sequence: Int, run: RunID) async throws -> Bool
}

extension EventLog {
    /// The number of the inbox's last event; 0 where it has none.
    func lastInInbox() async throws -> Int {
        try await heads().first { $0.stream == .inbox }?.sequence ?? 0
    }
}

extension Sequence<NewEvent> {
    /// Throws `LedgerError.failed` unless all facts are for the inbox, or none is, and they are few enough for one
    /// write.
    package func check(areForInbox: Bool) throws {
        guard reduce(0, { count, _ in count + 1 }) <= LargestWrite.facts else {
            throw LedgerError.failed(
                act: "recording what happened", why: "one write may have \(LargestWrite.facts) events at most")
        }
        guard let stray = first(where: { ($0.stream == .inbox) != areForInbox }) else { return }
        throw LedgerError.failed(
            act: "recording what happened",
            why: areForInbox
                ? "an event of \(stray.stream.text) can't be written into the inbox"
                : "an event of the inbox can't be written under the lease")
    }
}

/// Folds a user's events into what is known about each key.
package struct KeyHistories: Sendable {
    private let ledger: any EventLog

    package init(ledger: any EventLog) { self.ledger = ledger }

    package func of(_ user: UserID, in account: AccountID) async throws -> [AccessKeyID: KeyHistory] {
        var histories: [AccessKeyID: KeyHistory] = [:]
        for event in try await ledger.keyEvents(of: user, in: account) {
            guard let key = event.key else { continue }
            guard case .key(let keyEvent) = event.body else {
                // An event about a key that this version can't read might forbid what comes next.
                throw LedgerError.damaged(
                    place: event.stream.text, why: "event \(event.sequence) (\(event.kind)) can't be read")
            }
            histories[key, default: KeyHistory()].apply(keyEvent, at: event.at)
        }
        return histories
    }
}
