import FoundationEssentials
import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let events: [LedgerContract] = [
        LedgerContract("Events are stored in order, in the chain of their stream, exactly as written.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let facts = try [Sample.fact(1), Sample.fact(2, account: 2), Sample.fact(3)]
            try await ledger.append(facts, run: fence.holder, fence: fence)
            try await ledger.append([.run(.started(version: "1"), at: Sample.at(4))], run: fence.holder, fence: fence)

            let events = try await all(.account(Sample.account()), of: ledger)
            try ContractViolation.unlessEqual(events.map(\.sequence), [1, 2], "The sequence of the stream")
            try ContractViolation.unlessEqual(events.map(\.at), [Sample.at(1), Sample.at(3)], "The instants read back")
            try ContractViolation.unlessEqual(
                events.map(\.body), [facts[0].body, facts[2].body], "The bodies read back")
            try ContractViolation.unlessEqual(events.map(\.run), [fence.holder, fence.holder], "The runs read back")
            try ContractViolation.unlessEqual(events[0].user, facts[0].user, "The user read back")
            try ContractViolation.unlessEqual(events[0].key, facts[0].key, "The key read back")
            try await verify(ledger, events: 4)
        },
        LedgerContract("An append with a stale fence stores nothing in any stream.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try await ledger.append([Sample.fact(1)], run: fence.holder, fence: fence)
            let before = try await ledger.heads()
            try await ledger.releaseLease(fence)
            _ = try await Sample.fence(ledger, run: 2)
            try await ContractViolation.unlessFenced("An append") {
                try await ledger.append(
                    [Sample.fact(2), Sample.fact(3, account: 2)], run: fence.holder, fence: fence)
            }
            try ContractViolation.unlessEqual(try await ledger.heads(), before, "The heads after a refused append")
        },
        LedgerContract("Nobody ever sees a part of an append.") { store in
            let (writer, reader) = (try await store.open(), try await store.open())
            let fence = try await Sample.fence(writer)
            let batch = try (1...20).map { try Sample.fact($0, account: $0 % 2 + 1) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 1...10 { try await writer.append(batch, run: fence.holder, fence: fence) }
                }
                for _ in 1...20 {
                    let sequences = try await reader.heads().map(\.sequence)
                    try ContractViolation.unless(
                        Set(sequences).count <= 1 && sequences.allSatisfy { $0 % 10 == 0 },
                        "A reader saw half of an append: streams at \(sequences).")
                }
                try await group.waitForAll()
            }
        },
        LedgerContract("Appends at the same moment make one chain, each in one piece.") { store in
            let (one, other) = (try await store.open(), try await store.open())
            let fence = try await Sample.fence(one)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...20 {
                    let ledger = number.isMultiple(of: 2) ? one : other
                    let pair = try (1...2).map { _ in try Sample.fact(number) }
                    group.addTask { try await ledger.append(pair, run: fence.holder, fence: fence) }
                }
                try await group.waitForAll()
            }
            let bodies = try await all(.account(Sample.account()), of: one).map(\.bodyText)
            for pair in stride(from: 0, to: bodies.count, by: 2) {
                try ContractViolation.unlessEqual(bodies[pair], bodies[pair + 1], "The two events of one append")
            }
            try await verify(one, events: 40)
        },
        LedgerContract("What has happened is recorded even if the task that records it was cancelled.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let fact = try Sample.fact(1)
            try await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await ledger.append([fact], run: fence.holder, fence: fence)
            }.value
            try await verify(ledger, events: 1)
        },
        LedgerContract("What was written is still there when the ledger is opened again.") { store in
            let first = try await store.open()
            let fence = try await Sample.fence(first)
            try await first.append(
                [Sample.fact(1), .outbox(.queued(message: Sample.outboxMessage(1)), at: Sample.now)],
                run: fence.holder, fence: fence)
            try await first.append([Sample.queued(message: 1)], run: fence.holder, fence: fence)

            let second = try await store.open()
            try ContractViolation.unlessEqual(try await second.heads(), try await first.heads(), "The heads read back")
            try ContractViolation.unlessEqual(
                try await second.unsentMessages(), [Sample.outboxMessage(1)], "The outbox read back")
            try await second.append([Sample.fact(2)], run: fence.holder, fence: fence)
            try await verify(second, events: 4)
        },
    ]

    /// Every event of a stream, two at a time.
    static func all(_ stream: StreamID, of ledger: any Ledger) async throws -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        while true {
            let page = try await ledger.events(stream, after: events.last?.sequence ?? 0, limit: 2)
            try ContractViolation.unless(page.count <= 2, "A page had more events than requested.")
            guard let first = page.first else { return events }
            try ContractViolation.unless(
                first.sequence > events.last?.sequence ?? 0, "A page repeated an event of the page before it.")
            events += page
        }
    }

    static func verify(_ ledger: any Ledger, events: Int) async throws {
        let verification = try await ChainVerification.of(ledger, pageSize: 7)
        try ContractViolation.unlessEqual(verification.faults, [], "The faults of the chains")
        try ContractViolation.unlessEqual(verification.events, events, "The number of events")
    }
}
