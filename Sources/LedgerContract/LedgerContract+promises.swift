import FoundationEssentials
import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let promises: [LedgerContract] = [
        LedgerContract(
            "A claimed notice that binds opens its key's promise, in the same write; one that doesn't, none."
        ) {
            store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try ContractViolation.unlessEqual(try await ledger.openPromises(), [], "The promises of an empty ledger")
            let claims = try [Sample.claim(key: 1, message: 1), Sample.claim(user: 2, key: 2, message: 2)]
            _ = try await ledger.claim(claims, run: fence.holder, fence: fence)
            // What was not won opens nothing.
            _ = try await ledger.claim([Sample.claim(key: 1, message: 3)], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(
                try await deadlines(ledger),
                try [Sample.address(key: 1): 864_000, Sample.address(user: 2, key: 2): 864_000]
                    .mapValues(Sample.at), "The open promises")
        },
        LedgerContract("Open promises are what their keys' events make of them, whoever reads them.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            _ = try await ledger.claim(
                (1...5).map { try Sample.claim(key: $0, message: $0) }, run: fence.holder, fence: fence)
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
        LedgerContract("A write that is refused opens and closes no promise.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            _ = try await ledger.claim([Sample.claim(message: 1)], run: fence.holder, fence: fence)
            let stale = Fence(number: fence.number + 1, holder: fence.holder)
            let gone = try NewEvent.about(Sample.address(), .gone, at: Sample.at(60))
            _ = try? await ledger.append([gone], run: fence.holder, fence: stale)
            _ = try? await ledger.claim([Sample.claim(key: 2, message: 2)], run: fence.holder, fence: stale)
            try ContractViolation.unlessEqual(
                Set(try await deadlines(ledger).keys), [try Sample.address()], "The keys with an open promise")
        },
    ]

    private static func deadlines(_ ledger: any Ledger) async throws -> [KeyAddress: Date] {
        Dictionary(
            try await ledger.openPromises().map { ($0.address, $0.deadline) }, uniquingKeysWith: { first, _ in first })
    }
}
