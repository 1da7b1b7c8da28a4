import FoundationEssentials
import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let copies: [LedgerContract] = [
        LedgerContract("Copied events are stored exactly as they are, with everything that follows from them.") {
            store in
            let (source, ledger) = (try await copied(), try await store.open())
            let events = try await everything(in: source)
            let fence = try await Sample.fence(ledger, run: 9)
            // In two writes: the second continues the chains, and settles a message of the first.
            try await ledger.append(copied: Array(events.prefix(4)), fence: fence)
            try await ledger.append(copied: Array(events.dropFirst(4)), fence: fence)

            let second = try await store.open()
            try ContractViolation.unlessEqual(try await everything(in: second), events, "The events")
            try ContractViolation.unlessEqual(try await second.heads(), try await source.heads(), "The heads")
            try ContractViolation.unlessEqual(
                try await second.lastEventAt(), try await source.lastEventAt(), "The last event's instant")
            try ContractViolation.unlessEqual(
                try await second.unsentMessages(), try await source.unsentMessages(), "The open messages")
            try ContractViolation.unlessEqual(
                Set(try await second.openPromises()), Set(try await source.openPromises()), "The open promises")
            try ContractViolation.unlessEqual(
                try await second.keyEvents(of: Sample.user(), in: Sample.account()),
                try await source.keyEvents(of: Sample.user(), in: Sample.account()), "The user's events")
            try ContractViolation.unlessEqual(
                try await second.events(ofKind: .messageQueued, in: .runs, since: .distantPast),
                try await source.events(ofKind: .messageQueued, in: .runs, since: .distantPast), "The kind's events")
            try await second.append([Sample.fact(8)], run: fence.holder, fence: fence)
            try await verify(second, events: events.count + 1)
        },
        LedgerContract("A copied event that continues no chain, was changed or can't be read stores nothing.") {
            store in
            let (source, ledger) = (try await copied(), try await store.open())
            let events = try await everything(in: source)
            let fence = try await Sample.fence(ledger, run: 9)
            let first = try foreign(kind: "deactivationFailed", body: #"{"key":{"event":{"deactivationFailed":{}}}}"#)
            let changed = LedgerEvent(
                stream: first.stream, sequence: 1, at: first.at, run: first.run, user: first.user, key: first.key,
                kind: first.kind, bodyText: events[0].bodyText, previousHash: first.previousHash, hash: first.hash)
            let unreadable = try foreign(kind: "transmuted", body: #"{"key":{"event":{"transmuted":{}}}}"#)
            let runs = events.filter { $0.stream == .runs }
            for (what, writes) in [
                ("without the one before it", Array(events.dropFirst())), ("that was changed", runs + [changed]),
                ("that can't be read", runs + [unreadable]), ("that is there twice", runs + runs),
            ] {
                try await unlessRefused("A copied event \(what)") {
                    try await ledger.append(copied: writes, fence: fence)
                }
            }
            let many = Array(repeating: events[0], count: LargestWrite.facts + 1)
            try await unlessRefused("A copy of too many events") {
                try await ledger.append(copied: many, fence: fence)
            }
            try ContractViolation.unlessEqual(try await ledger.heads(), [], "The heads after what was refused")
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [], "The outbox after it")
        },
        LedgerContract("Copied events with a stale fence store nothing.") { store in
            let (source, ledger) = (try await copied(), try await store.open())
            let events = try await everything(in: source)
            let fence = try await Sample.fence(ledger, run: 8)
            try await ledger.releaseLease(fence)
            _ = try await Sample.fence(ledger, run: 9)
            try await ContractViolation.unlessFenced("A copy") {
                try await ledger.append(copied: events, fence: fence)
            }
            try ContractViolation.unlessEqual(try await ledger.heads(), [], "The heads after a refused copy")
        },
    ]

    /// A ledger of three runs, with an event that has a field that this version doesn't know.
    private static func copied() async throws -> any Ledger {
        let body = #"{"key":{"event":{"deactivationFailed":{"nuance":[1],"reason":"throttled"}}}}"#
        let ledger: any Ledger = InMemoryLedger(events: [try foreign(kind: "deactivationFailed", body: body)])
        let fence = try await Sample.fence(ledger)
        try await ledger.append(
            [
                .run(.started(version: "1"), at: Sample.at(1)), Sample.queued(message: 1),
                .outbox(.queued(message: Sample.noticeMessage(1)), at: Sample.at(1)),
            ], run: Sample.run(1), fence: fence)
        _ = try await ledger.post(
            [.posted(.queued(message: Sample.outboxMessage(2)), at: Sample.at(2))], after: 0, run: Sample.run(2))
        try await ledger.append(
            [
                .outbox(.sent(id: Sample.message(2), delivery: Sample.delivery()), at: Sample.at(3)),
                Sample.fact(4, account: 2, user: 2, key: 2),
            ], run: Sample.run(3), fence: fence)
        return ledger
    }

    /// Every event, stream by stream.
    private static func everything(in ledger: any Ledger) async throws -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        for head in try await ledger.heads() { events += try await all(head.stream, of: ledger) }
        return events
    }
}
