import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let claims: [LedgerContract] = [
        LedgerContract("A free notice is claimed, with its event in the same write, and is then no longer free.") {
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

extension LedgerContract {
    static let claimSettling: [LedgerContract] = [
        LedgerContract("A delivery settles its claim for good; another notice of its round stays unsettled.") { store in
            let (ledger, fence, open) = try await claimed(store)
            try await settle(.noticeDelivered(message: Sample.message(1), delivery: Sample.delivery()), ledger, fence)
            try ContractViolation.unlessEqual(try await ledger.unsettledClaims(), [open], "The unsettled claims")
            let again = try await ledger.claim(
                [Sample.claim(message: 3, replaces: 1)], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(again, [], "The claims won that replace a delivered one")
        },
        LedgerContract("A failure settles its claim, which can then be replaced and is unsettled again.") { store in
            let (ledger, fence, open) = try await claimed(store)
            try await settle(
                .noticeFailed(message: Sample.message(1), reason: "refused", mayHaveArrived: false), ledger, fence)
            try ContractViolation.unlessEqual(try await ledger.unsettledClaims(), [open], "The unsettled claims")
            let unnamed = try await ledger.claim([Sample.claim(message: 3)], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(unnamed, [], "The claims won that don't name the failed one")
            let again = try Sample.claim(message: 3, replaces: 1)
            let won = try await ledger.claim([again], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(won, [again], "The claims won that replace a failed one")
            try ContractViolation.unlessEqual(
                Set(try await ledger.unsettledClaims()), [open, again], "The unsettled claims after it was replaced")
        },
        LedgerContract("A delivery that is found after a failure counts, and no failure undoes a delivery.") { store in
            let (ledger, fence, open) = try await claimed(store)
            let failure = try KeyEvent.noticeFailed(message: Sample.message(1), reason: "lost", mayHaveArrived: true)
            try await settle(failure, ledger, fence)
            try await settle(.noticeDelivered(message: Sample.message(1), delivery: Sample.delivery()), ledger, fence)
            try await settle(failure, ledger, fence)
            let won = try await ledger.claim(
                [Sample.claim(message: 3, replaces: 1)], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(won, [], "The claims won that replace a delivered one")
            try ContractViolation.unlessEqual(try await ledger.unsettledClaims(), [open], "The unsettled claims")
        },
        LedgerContract("The outcome of a message whose claim was replaced settles nothing.") { store in
            let (ledger, fence, open) = try await claimed(store)
            let again = try Sample.claim(message: 3, replaces: 1)
            _ = try await ledger.claim([again], run: fence.holder, fence: fence)
            try await settle(.noticeDelivered(message: Sample.message(1), delivery: Sample.delivery()), ledger, fence)
            try ContractViolation.unlessEqual(
                Set(try await ledger.unsettledClaims()), [open, again], "The unsettled claims")
        },
        LedgerContract("One message may be about several keys; each key's own part settles it.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let claims = try [Sample.claim(key: 1, message: 1), Sample.claim(key: 2, message: 1)]
            _ = try await ledger.claim(claims, run: fence.holder, fence: fence)
            try await settle(.noticeDelivered(message: Sample.message(1), delivery: Sample.delivery()), ledger, fence)
            try ContractViolation.unlessEqual(try await ledger.unsettledClaims(), [claims[1]], "The unsettled claims")
        },
    ]

    /// A ledger with two claims on the first key: stage 76 as message 1, and stage 81 as message 2, which is returned.
    private static func claimed(_ store: LedgerStore) async throws -> (any Ledger, Fence, open: NoticeClaim) {
        let ledger = try await store.open()
        let fence = try await Sample.fence(ledger)
        let open = try Sample.claim(stage: 81, message: 2)
        _ = try await ledger.claim([Sample.claim(message: 1), open], run: fence.holder, fence: fence)
        return (ledger, fence, open)
    }

    private static func settle(_ event: KeyEvent, _ ledger: any Ledger, _ fence: Fence) async throws {
        try await ledger.append(
            [.about(Sample.address(), event, at: Sample.at(60))], run: fence.holder, fence: fence)
    }
}
