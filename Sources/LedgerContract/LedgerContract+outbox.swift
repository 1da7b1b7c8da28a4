import FoundationEssentials
import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let outbox: [LedgerContract] = [
        LedgerContract("A message is in the outbox, whole, until it is sent or withdrawn; oldest first.") {
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
                try await ledger.unsentMessages(), [messages[0], messages[2]], "The outbox after a message was sent")

            let withdrawn = OutboxEvent.withdrawn(id: messages[0].id, reason: "AWS refused")
            try await ledger.append([.outbox(withdrawn, at: Sample.at(10))], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(
                try await ledger.unsentMessages(), [messages[2]], "The outbox after a message was withdrawn")
            try await verify(ledger, events: 5)
        },
        LedgerContract("A message that is recorded again replaces itself, and is then the last.") { store in
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
        LedgerContract("A message recorded and sent in one append never shows.") { store in
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

extension LedgerContract {
    static let promises: [LedgerContract] = [
        LedgerContract(
            "A queued binding notice opens its key's promise in the same write; one that doesn't bind opens none."
        ) {
            store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try ContractViolation.unlessEqual(try await ledger.openPromises(), [], "The promises of an empty ledger")
            let queued = try [Sample.queued(key: 1, message: 1), Sample.queued(user: 2, key: 2, message: 2)]
            try await ledger.append(queued, run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(
                try await deadlines(ledger),
                try [Sample.address(key: 1): 864_000, Sample.address(user: 2, key: 2): 864_000]
                    .mapValues(Sample.at), "The open promises")
        },
        LedgerContract("Open promises follow from their keys' events, in every process that reads them.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try await ledger.append(
                (1...5).map { try Sample.queued(key: $0, message: $0) }, run: fence.holder, fence: fence)
            let events: [(Int, KeyEvent)] = try [
                (1, .noticeDelivered(message: Sample.message(1), delivery: Sample.delivery())),
                (2, .noticeFailed(message: Sample.message(2), reason: "lost", mayHaveArrived: true)),
                (3, .noticeFailed(message: Sample.message(3), reason: "refused", mayHaveArrived: false)),
                (4, .roundEnded(reason: .switchedOff)), (5, .deactivated),
                (5, .restoreIntended(until: Sample.at(900_000), reason: "a night's work")),
            ]
            try await ledger.append(
                try events.map { .about(try Sample.address(key: $0), $1, at: Sample.at(60)) }, run: fence.holder,
                fence: fence)
            let expected = try [1: 864_000, 2: 864_000, 5: 900_000].reduce(into: [:]) {
                $0[try Sample.address(key: $1.key)] = Sample.at($1.value)
            }
            try ContractViolation.unlessEqual(try await deadlines(ledger), expected, "The open promises")
            let again = try await store.open()
            try ContractViolation.unlessEqual(try await deadlines(again), expected, "The open promises, opened again")
        },
        LedgerContract("A refused write opens and closes no promise.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try await ledger.append([Sample.queued(message: 1)], run: fence.holder, fence: fence)
            let stale = Fence(number: fence.number + 1, holder: fence.holder)
            let gone = try NewEvent.about(Sample.address(), .gone, at: Sample.at(60))
            _ = try? await ledger.append([gone], run: fence.holder, fence: stale)
            _ = try? await ledger.append([Sample.queued(key: 2, message: 2)], run: fence.holder, fence: stale)
            try ContractViolation.unlessEqual(
                Set(try await deadlines(ledger).keys), [try Sample.address()], "The keys with an open promise")
        },
    ]

    private static func deadlines(_ ledger: any Ledger) async throws -> [KeyAddress: Date] {
        Dictionary(
            try await ledger.openPromises().map { ($0.address, $0.deadline) }, uniquingKeysWith: { first, _ in first })
    }
}
