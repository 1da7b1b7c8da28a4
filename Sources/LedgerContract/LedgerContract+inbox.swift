import FoundationEssentials
import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let inbox: [LedgerContract] = [
        LedgerContract("A post needs no lease, even while another run holds it, and continues its own chain.") {
            store in
            let ledger = try await store.open()
            try ContractViolation.unless(try await post(1, after: 0, ledger), "The first post was refused.")
            let fence = try await Sample.fence(ledger, run: 2)
            try await ledger.append([Sample.fact(1)], run: fence.holder, fence: fence)
            try ContractViolation.unless(try await post(2, after: 1, ledger), "A post beside a run was refused.")
            let events = try await all(.inbox, of: ledger)
            try ContractViolation.unlessEqual(events.map(\.body), [stop(1).body, stop(2).body], "The bodies read back")
            try ContractViolation.unlessEqual(
                try await ledger.events(ofKind: .stopped, in: .inbox, since: .distantPast), events,
                "The events by their kind")
            try await verify(ledger, events: 3)
        },
        LedgerContract(
            "Of two posts after the same inbox event, one is refused and must read again, and nothing of it is stored."
        ) {
            store in
            let (one, other) = (try await store.open(), try await store.open())
            try ContractViolation.unless(try await post(1, after: 0, one), "The first post was refused.")
            try ContractViolation.unless(
                try await !other.post([stop(2), stop(3)], after: 0, run: Sample.run(2)), "A stale post was accepted.")
            try ContractViolation.unlessEqual(try await other.heads().map(\.sequence), [1], "The inbox's length")
            try ContractViolation.unless(try await post(2, after: 1, other), "A post after reading again was refused.")
        },
        LedgerContract("Of many posts at the same moment, each is stored once.") { store in
            let ledger = try await store.open()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...10 {
                    group.addTask {
                        while true {
                            let last = try await ledger.heads().first { $0.stream == .inbox }?.sequence ?? 0
                            if try await post(number, after: last, ledger) { return }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await verify(ledger, events: 10)
        },
        LedgerContract("A message that is posted is in the outbox until it is sent, in either way.") { store in
            let ledger = try await store.open()
            let facts = try [1, 2].map {
                try NewEvent.posted(.queued(message: Sample.outboxMessage($0)), at: Sample.at($0))
            }
            _ = try await ledger.post(facts, after: 0, run: Sample.run())
            try ContractViolation.unlessEqual(
                try await ledger.unsentMessages(), [Sample.outboxMessage(1), Sample.outboxMessage(2)], "The outbox")
            let fence = try await Sample.fence(ledger, run: 2)
            try await ledger.append(
                [.outbox(.sent(id: Sample.message(1), delivery: Sample.delivery()), at: Sample.at(3))],
                run: fence.holder, fence: fence)
            _ = try await ledger.post(
                [.posted(.sent(id: Sample.message(2), delivery: Sample.delivery()), at: Sample.at(4))],
                after: 2, run: Sample.run())
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [], "The outbox once both were sent")
            try ContractViolation.unlessEqual(
                try await ConsistencyCheck(of: ledger).faults(), [], "The faults of the outbox")
        },
        LedgerContract("Fenced events and posted ones never share a stream.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try await unlessRefused("An event of the inbox under the lease") {
                try await ledger.append([Sample.fact(1), stop(1)], run: fence.holder, fence: fence)
            }
            try await unlessRefused("An account's event posted") {
                _ = try await ledger.post([stop(1), Sample.fact(1)], after: 0, run: Sample.run())
            }
            try ContractViolation.unlessEqual(try await ledger.heads(), [], "The heads after what was refused")
        },
    ]

    private static func stop(_ number: Int) -> NewEvent {
        .stop(
            .stopped(
                stop: Stop(.everything, .person(by: "Luis \(number)", reason: "r"), since: Sample.at(number))),
            at: Sample.at(number))
    }

    private static func post(_ number: Int, after sequence: Int, _ ledger: any Ledger) async throws -> Bool {
        try await ledger.post([stop(number)], after: sequence, run: Sample.run(number))
    }

    static func unlessRefused(_ act: String, _ write: () async throws -> Void) async throws {
        do {
            try await write()
        } catch LedgerError.failed {
            return
        }
        throw ContractViolation("\(act) was accepted.")
    }
}
