import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let outbox: [LedgerContract] = [
        LedgerContract("A promised word is in the outbox, whole, until it is told or withdrawn; oldest first.") {
            store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let words = try (1...3).map { try Sample.word($0) }
            for word in words {
                try await ledger.append(
                    [.word(.promised(word: word), at: word.promisedAt)], run: fence.holder, fence: fence)
            }
            try ContractViolation.unlessEqual(try await ledger.untoldWords(), words, "The outbox")

            let told = OutboxEvent.told(message: words[1].message, delivery: Sample.delivery())
            try await ledger.append([.word(told, at: Sample.at(9))], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(
                try await ledger.untoldWords(), [words[0], words[2]], "The outbox after a word was told")

            let withdrawn = OutboxEvent.withdrawn(message: words[0].message, reason: "AWS refused")
            try await ledger.append([.word(withdrawn, at: Sample.at(10))], run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(
                try await ledger.untoldWords(), [words[2]], "The outbox after a word was withdrawn")
            try await verify(ledger, events: 5)
        },
        LedgerContract("A word promised again stands in its own place, last, as it was promised last.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let (first, second) = (try Sample.word(1), try Sample.word(2))
            let again = first.again(at: Sample.at(9), payload: "marked")
            try await ledger.append(
                [first, second, again].map { .word(.promised(word: $0), at: $0.promisedAt) }, run: fence.holder,
                fence: fence)
            try ContractViolation.unlessEqual(try await ledger.untoldWords(), [second, again], "The outbox")
            try ContractViolation.unlessEqual(again.since, first.promisedAt, "The instant of the first try")
            try await verify(ledger, events: 3)
        },
        LedgerContract("A word promised and told in one append never shows.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let word = try Sample.word(1)
            let facts: [NewEvent] = [
                .word(.promised(word: word), at: Sample.now),
                .word(.told(message: word.message, delivery: Sample.delivery()), at: Sample.now),
            ]
            try await ledger.append(facts, run: fence.holder, fence: fence)
            try ContractViolation.unlessEqual(try await ledger.untoldWords(), [], "The outbox")
        },
    ]
}
