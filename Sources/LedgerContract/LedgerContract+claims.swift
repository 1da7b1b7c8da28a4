import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let claims: [LedgerContract] = [
        LedgerContract("A free notice is claimed, with its event in the same write, and then no longer free.") {
            store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let (first, second) = (try Sample.claim(message: 1), try Sample.claim(message: 2))
            let won = try await ledger.claim([first], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(won, [first], "The claims won")
            let lost = try await ledger.claim([second], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(lost, [], "The claims won for a notice already claimed")
            try ContractViolation.unlessEqual(try await ledger.unsettledClaims(), [first], "The unsettled claims")

            let events = try await ledger.keyEvents(of: first.address.user, in: first.address.account)
            try ContractViolation.unlessEqual(events.map(\.kind), ["noticeClaimed"], "The events of the claims")
            try ContractViolation.unlessEqual(events[0].key, first.address.key, "The key of the claim's event")
            try ContractViolation.unlessEqual(events[0].at, first.notice.decidedAt, "The instant of the claim's event")
            try await verify(ledger, events: 1)
        },
        LedgerContract("Another key, round or stage is another notice; of a list only the free ones are won.") {
            store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let taken = try Sample.claim(message: 1)
            _ = try await ledger.claim([taken], run: fence.holder, fence: fence)
            let free = try [
                Sample.claim(key: 2, message: 2), Sample.claim(round: 2, message: 3),
                Sample.claim(stage: 81, message: 4),
                Sample.claim(user: 2, message: 5),
            ]
            let twice = try Sample.claim(key: 2, message: 6)
            let won = try await ledger.claim(
                [Sample.claim(message: 7)] + free + [twice], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(won, Set(free), "The claims won")
            try await verify(ledger, events: 5)
        },
        LedgerContract("Of many that claim one notice at the same moment exactly one wins.") { store in
            let (one, other) = (try await store.open(), try await store.open())
            let fence = try await Sample.fence(one)
            let wins = try await race(20, one, other, fence) { try Sample.claim(message: $0) }
            try ContractViolation.unlessEqual(wins, 1, "The number of winners")
            try await verify(one, events: 1)
        },
        LedgerContract("Of many that replace one claim at the same moment exactly one wins.") { store in
            let (one, other) = (try await store.open(), try await store.open())
            let fence = try await Sample.fence(one)
            _ = try await one.claim([Sample.claim(message: 99)], run: fence.holder, fence: fence)
            let wins = try await race(20, one, other, fence) { try Sample.claim(message: $0, replaces: 99) }
            try ContractViolation.unlessEqual(wins, 1, "The number of winners")
            try await verify(one, events: 2)
        },
        LedgerContract("A claim is replaced only by one that names the message it was made under.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            _ = try await ledger.claim([Sample.claim(message: 1)], run: fence.holder, fence: fence)
            let wrong = try await ledger.claim(
                [Sample.claim(message: 2, replaces: 9)], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(wrong, [], "The claims won that name another message")
            let right = try Sample.claim(message: 3, replaces: 1)
            let won = try await ledger.claim([right], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(won, [right], "The claims won that name the message")
            try ContractViolation.unlessEqual(try await ledger.unsettledClaims(), [right], "The unsettled claims")
        },
    ]

    /// How many of `count` claims, made by two ledgers at once, win.
    private static func race(
        _ count: Int, _ one: any Ledger, _ other: any Ledger, _ fence: Fence, _ make: (Int) throws -> NoticeClaim
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...count {
                let claim = try make(number)
                let ledger = number.isMultiple(of: 2) ? one : other
                group.addTask { try await ledger.claim([claim], run: fence.holder, fence: fence).count }
            }
            return try await group.reduce(0, +)
        }
    }
}
