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

    /// Throws `LedgerError.failed` for more than that.
    package static func check(_ count: Int) throws {
        guard count > facts else { return }
        throw LedgerError.failed(
            act: "recording what happened", why: "one write may have \(facts) events at most")
    }
}

/// Where events are written as another ledger has them: only ``LedgerCopy`` does that.
package protocol EventCopies: Sendable {
    /// Appends all events, of any streams, with the runs, instants, texts and hashes that they have, or none;
    /// `LargestWrite.facts` at most.
    ///
    /// Open messages and promises follow as in `EventLog.append`. Throws `LedgerError.failed` for an event that doesn't
    /// continue its stream, or that this version can't read: what follows from it would be missing. Throws
    /// `LedgerError.fenced` when the fence is no longer the lease's.
    func append(copied events: [LedgerEvent], fence: Fence) async throws
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
        try LargestWrite.check(reduce(0) { count, _ in count + 1 })
        guard let stray = first(where: { ($0.stream == .inbox) != areForInbox }) else { return }
        throw LedgerError.failed(
            act: "recording what happened",
            why: areForInbox
                ? "an event of \(stray.stream.text) can't be written into the inbox"
                : "an event of the inbox can't be written under the lease")
    }
}

extension Sequence<LedgerEvent> {
    /// What the events of another ledger record, for the write that appends them to this one.
    ///
    /// Throws `LedgerError.failed` unless each continues its stream and can be read, and they are few enough for one
    /// write.
    ///
    /// - Parameter head: of a stream of the ledger that they are appended to; nil where it has none.
    package func facts(after head: (StreamID) throws -> StreamHead?) throws -> [NewEvent] {
        var heads: [StreamID: StreamHead] = [:]
        let facts = try map { event in
            let last = try heads[event.stream] ?? head(event.stream)
            heads[event.stream] = event.head
            return try event.fact(copiedAfter: last)
        }
        try LargestWrite.check(facts.count)
        return facts
    }
}

extension LedgerEvent {
    fileprivate func fact(copiedAfter head: StreamHead?) throws -> NewEvent {
        if let fault = EventChain.fault(in: self, after: head) {
            // Without its full stop.
            throw LedgerError.failed(act: "copying events", why: "\(fault.dropLast())")
        }
        guard let body else {
            throw LedgerError.failed(
                act: "copying events",
                why: "event \(sequence) of \(stream.text) (\(kind)) was written by a newer Relevo and can't be read")
        }
        return NewEvent(stream: stream, at: at, user: user, key: key, body: body)
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
