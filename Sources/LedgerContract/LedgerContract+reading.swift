import FoundationEssentials
import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let reading: [LedgerContract] = [
        LedgerContract("An empty ledger is empty for every reader.") { store in
            let ledger = try await store.open()
            let account = try Sample.account()
            try ContractViolation.unlessEqual(try await ledger.heads(), [], "The heads")
            try ContractViolation.unlessEqual(try await ledger.lastEventAt(), nil, "The last event's instant")
            try ContractViolation.unlessEqual(try await ledger.events(.runs, after: 0, limit: 9), [], "The events")
            try ContractViolation.unlessEqual(try await ledger.usersWithEvents(in: account), [], "The users")
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [], "The outbox")
            try ContractViolation.unlessEqual(try await ledger.leaseHolder(now: Sample.now), nil, "The lease's holder")
            try ContractViolation.unlessEqual(try await ledger.plan(of: Sample.run()), nil, "The plan")
            try ContractViolation.unlessEqual(try await ledger.accounts(), [], "The accounts")
            try ContractViolation.unlessEqual(
                try await ledger.users(in: account, after: nil, limit: 9), [], "The account's users")
        },
        LedgerContract("The heads are each stream's last event; the last event's instant is the latest of all.") {
            store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            // The latest instant is neither in the last event nor in the last stream.
            let facts = try [Sample.fact(9, account: 2), Sample.fact(5), Sample.fact(3), Sample.fact(4, account: 2)]
            try await ledger.append(facts, run: fence.holder, fence: fence)
            let streams = try [1, 2].map { StreamID.account(try Sample.account($0)) }
            var last: [StreamHead] = []
            for stream in streams { last += try await all(stream, of: ledger).suffix(1).map(\.head) }
            try ContractViolation.unlessEqual(try await ledger.heads(), last, "The heads")
            try ContractViolation.unlessEqual(try await ledger.lastEventAt(), Sample.at(9), "The last event's instant")
        },
        LedgerContract("A page of events begins after the given sequence and ends at the limit.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try await ledger.append((1...5).map { try Sample.fact($0) }, run: fence.holder, fence: fence)
            let stream = StreamID.account(try Sample.account())
            let page = try await ledger.events(stream, after: 2, limit: 2).map(\.sequence)
            try ContractViolation.unlessEqual(page, [3, 4], "The page")
            let end = try await ledger.events(stream, after: 5, limit: 2).map(\.sequence)
            try ContractViolation.unlessEqual(end, [], "The page after the last event")
        },
        LedgerContract("A user's events are those about its keys, oldest first, and no others.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let facts = try [
                Sample.fact(1, user: 1, key: 1), Sample.fact(2, user: 2, key: 2), Sample.fact(3, user: 1, key: 3),
                .about(Sample.account(), .left(reason: .leftOrganization), at: Sample.at(4)),
                Sample.fact(5, account: 2, user: 1, key: 4),
            ]
            try await ledger.append(facts, run: fence.holder, fence: fence)
            let events = try await ledger.keyEvents(of: Sample.user(1), in: Sample.account())
            try ContractViolation.unlessEqual(events.map(\.sequence), [1, 3], "The user's events")
            let users = try await ledger.usersWithEvents(in: Sample.account())
            try ContractViolation.unlessEqual(users, try [Sample.user(1), Sample.user(2)], "The users with events")
        },
        LedgerContract("Events of a kind are found from an instant on, inclusive.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let account = try Sample.account()
            let facts = try [
                Sample.fact(1), .about(account, .left(reason: .leftOrganization), at: Sample.at(2)), Sample.fact(3),
                Sample.fact(4),
                Sample.fact(5, account: 2),
            ]
            try await ledger.append(facts, run: fence.holder, fence: fence)
            let events = try await ledger.events(
                ofKind: .deactivationFailed, in: .account(account), since: Sample.at(3))
            try ContractViolation.unlessEqual(events.map(\.at), [Sample.at(3), Sample.at(4)], "The events found")
        },
        LedgerContract("A field that a newer Relevo added to an event is ignored.") { store in
            let body = #"{"key":{"event":{"deactivationFailed":{"nuance":[1],"reason":"throttled"}}}}"#
            let ledger = try await store.holding([try foreign(kind: "deactivationFailed", body: body)])
            let events = try await ledger.keyEvents(of: Sample.user(), in: Sample.account())
            try ContractViolation.unlessEqual(
                events.map(\.body), [.key(event: .deactivationFailed(reason: "throttled"))], "The body")
            try await verify(ledger, events: 1)
        },
        LedgerContract("An event of a kind that only a newer Relevo knows is read and chained, without a body.") {
            store in
            let body = #"{"key":{"event":{"transmuted":{"into":"gold"}}}}"#
            let ledger = try await store.holding([try foreign(kind: "transmuted", body: body)])
            let fence = try await Sample.fence(ledger)
            try await ledger.append([Sample.fact(2)], run: fence.holder, fence: fence)
            let events = try await ledger.keyEvents(of: Sample.user(), in: Sample.account())
            try ContractViolation.unlessEqual(events.map(\.kind), ["transmuted", "deactivationFailed"], "The kinds")
            try ContractViolation.unlessEqual(events[0].bodyText, body, "The text of the unknown body")
            try ContractViolation.unlessEqual(events[0].body, nil, "The unknown body")
            try await verify(ledger, events: 2)
        },
    ]

    /// The first event of the first account's stream, of any kind and body.
    static func foreign(kind: String, body: String) throws -> LedgerEvent {
        let (stream, run) = (StreamID.account(try Sample.account()), try Sample.run(9))
        let (user, key) = (try Sample.user(), try Sample.key())
        return LedgerEvent(
            stream: stream, sequence: 1, at: Sample.now, run: run, user: user, key: key, kind: kind, bodyText: body,
            previousHash: EventChain.origin,
            hash: EventChain.hash(
                previous: EventChain.origin, stream: stream, sequence: 1, at: Sample.now, run: run.rawValue,
                user: user.rawValue, key: key.rawValue, kind: kind, body: body))
    }
}
