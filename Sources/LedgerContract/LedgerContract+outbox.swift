import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let outbox: [LedgerContract] = [
        LedgerContract("A promised message is in the outbox, whole, until it is told or withdrawn; oldest first.") {
            store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let messages = try (1...3).map { try Sample.outboxMessage($0) }
            for message in messages {
                try await ledger.append(
                    [.outbox(.queued(message: message), at: message.queuedAt)], run: fence.holder, fence: fence)
            }
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), messages, "The outbox")

            let told = OutboxEvent.sent(id: messages[1].id, delivery: Sample.delivery())
            try await ledger.append([.outbox(told, at: Sample.at(9))], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(
                try await ledger.unsentMessages(), [messages[0], messages[2]], "The outbox after a message was told")

            let withdrawn = OutboxEvent.withdrawn(id: messages[0].id, reason: "AWS refused")
            try await ledger.append([.outbox(withdrawn, at: Sample.at(10))], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(
                try await ledger.unsentMessages(), [messages[2]], "The outbox after a message was withdrawn")
            try await verify(ledger, events: 5)
        },
        LedgerContract("A message promised again stands in its own place, last, as it was promised last.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let (first, second) = (try Sample.outboxMessage(1), try Sample.outboxMessage(2))
            let again = first.again(at: Sample.at(9), payload: "marked")
            try await ledger.append(
                [first, second, again].map { .outbox(.queued(message: $0), at: $0.queuedAt) }, run: fence.holder,
                fence: fence)
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [second, again], "The outbox")
            try ContractViolation.unlessEqual(again.since, first.queuedAt, "The instant of the first try")
            try await verify(ledger, events: 3)
        },
        LedgerContract("A message promised and told in one append never shows.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let message = try Sample.outboxMessage(1)
            let facts: [NewEvent] = [
                .outbox(.queued(message: message), at: Sample.now),
                .outbox(.sent(id: message.id, delivery: Sample.delivery()), at: Sample.now),
            ]
            try await ledger.append(facts, run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [], "The outbox")
        },
    ]
}
