package import FoundationEssentials
package import KeyPolicy

extension InMemoryLedger {
    package func append(_ facts: [NewEvent], run: RunID, fence: Fence) throws {
        try check(fence)
        try facts.check(areForInbox: false)
        try write(facts, run: run)
    }

    package func post(_ facts: [NewEvent], after sequence: Int, run: RunID) throws -> Bool {
        try facts.check(areForInbox: true)
        guard streams[.inbox]?.last?.sequence ?? 0 == sequence else { return false }
        try write(facts, run: run)
        return true
    }

    package func append(copied events: [LedgerEvent], fence: Fence) throws {
        try check(fence)
        keep(events, of: try events.facts { streams[$0]?.last?.head })
    }

    /// Writes all events or, when one can't be encoded, none.
    func write(_ facts: [NewEvent], run: RunID) throws {
        var heads: [StreamID: StreamHead] = [:]
        let events = try facts.map { fact in
            let event = try LedgerEvent(
                Self.inMilliseconds(fact), run: run, after: heads[fact.stream] ?? streams[fact.stream]?.last?.head)
            heads[fact.stream] = event.head
            return event
        }
        keep(events, of: facts)
    }

    private func keep(_ events: [LedgerEvent], of facts: [NewEvent]) {
        for event in events { Self.keep(event, streams: &streams, places: &keyEventPlaces) }
        for fact in facts { Self.follow(fact, outbox: &outbox, promises: &promises) }
    }

    static func keep(
        _ event: LedgerEvent, streams: inout [StreamID: [LedgerEvent]], places: inout [AccountID: [UserID: [Int]]]
    ) {
        let place = streams[event.stream]?.count ?? 0
        streams[event.stream, default: []].append(event)
        if case .account(let account) = event.stream, let user = event.user, event.key != nil {
            places[account, default: [:]][user, default: []].append(place)
        }
    }

    /// Keeps the open messages and promises in step with an event.
    static func follow(
        _ fact: NewEvent, outbox: inout OpenMessages, promises: inout [KeyAddress: OpenPromise]
    ) {
        if case .outbox(let event) = fact.body { outbox.apply(event) }
        guard let (address, event) = fact.keyEvent else { return }
        promises[address] = OpenPromise.after(event, about: address, open: promises[address])
    }

    package func openPromises() -> [OpenPromise] { Array(promises.values) }

    /// The fact as ledgers keep it: its instant in whole milliseconds.
    private static func inMilliseconds(_ fact: NewEvent) -> NewEvent {
        let milliseconds = (fact.at.timeIntervalSince1970 * 1_000).rounded()
        return NewEvent(
            stream: fact.stream, at: Date(timeIntervalSince1970: milliseconds / 1_000), user: fact.user, key: fact.key,
            body: fact.body)
    }

    package func events(_ stream: StreamID, after: Int, limit: Int) -> [LedgerEvent] {
        Array((streams[stream] ?? []).drop { $0.sequence <= after }.prefix(max(0, limit)))
    }

    package func heads() -> [StreamHead] {
        streams.values.compactMap(\.last?.head).sorted { $0.stream < $1.stream }
    }

    package func lastEventAt() -> Date? { streams.values.joined().map(\.at).max() }

    package func keyEvents(of user: UserID, in account: AccountID) -> [LedgerEvent] {
        let events = streams[.account(account)] ?? []
        return (keyEventPlaces[account]?[user] ?? []).map { events[$0] }
    }

    package func usersWithEvents(in account: AccountID) -> Set<UserID> {
        Set((keyEventPlaces[account] ?? [:]).keys)
    }

    package func events(ofKind kind: EventKind, in stream: StreamID, since: Date) -> [LedgerEvent] {
        (streams[stream] ?? []).filter { $0.kind == kind.name && $0.at >= since }
    }
}
