import KeyPolicy
import KeyWatch

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
        LedgerContract("Word of a message whose claim was replaced settles nothing.") { store in
            let (ledger, fence, open) = try await claimed(store)
            let again = try Sample.claim(message: 3, replaces: 1)
            _ = try await ledger.claim([again], run: fence.holder, fence: fence)
            try await settle(.noticeDelivered(message: Sample.message(1), delivery: Sample.delivery()), ledger, fence)
            try ContractViolation.unlessEqual(
                Set(try await ledger.unsettledClaims()), [open, again], "The unsettled claims")
        },
        LedgerContract("One message may tell of several keys; each key's own part settles it.") { store in
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
