import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let lease: [LedgerContract] = [
        LedgerContract(
            "While a run holds the lease, no other gets it; once it expired, the next one does, with a higher number."
        ) {
            store in
            let (one, other) = (try await store.open(), try await store.open())
            let first = try await Sample.fence(one)
            try ContractViolation.unlessEqual(
                try await other.leaseHolder(now: Sample.at(3_599)), first.holder, "The holder")
            let early = try await other.acquireLease(
                holder: Sample.run(2), now: Sample.at(3_599), until: Sample.at(9_999))
            try ContractViolation.unlessEqual(early, nil, "The fence given while the lease is held")

            try ContractViolation.unlessEqual(
                try await other.leaseHolder(now: Sample.at(3_600)), nil, "The holder of an expired lease")
            let second = try await other.acquireLease(
                holder: Sample.run(2), now: Sample.at(3_600), until: Sample.at(9_999))
            try ContractViolation.unlessEqual(second?.holder, try Sample.run(2), "The next holder")
            try ContractViolation.unless(
                second.map { $0.number > first.number } ?? false, "The fence's number did not grow with its holder.")
        },
        LedgerContract("A lease that was released is free at once, and its number still grows.") { store in
            let ledger = try await store.open()
            let first = try await Sample.fence(ledger)
            try await ledger.releaseLease(first)
            try ContractViolation.unlessEqual(try await ledger.leaseHolder(now: Sample.now), nil, "The holder")
            let second = try await Sample.fence(ledger, run: 2)
            try ContractViolation.unless(second.number > first.number, "The fence's number did not grow.")
        },
        LedgerContract("Of many that want a free lease at the same moment exactly one gets it.") { store in
            let (one, other) = (try await store.open(), try await store.open())
            let fences = try await withThrowingTaskGroup(of: Fence?.self) { group in
                for number in 1...20 {
                    let holder = try Sample.run(number)
                    let ledger = number.isMultiple(of: 2) ? one : other
                    group.addTask {
                        try await ledger.acquireLease(holder: holder, now: Sample.now, until: Sample.at(60))
                    }
                }
                return try await group.compactMap { $0 }.reduce(into: []) { $0.append($1) }
            }
            try ContractViolation.unlessEqual(fences.count, 1, "The number of holders")
            try ContractViolation.unlessEqual(
                try await one.leaseHolder(now: Sample.now), fences.first?.holder, "The holder")
        },
        LedgerContract("A renewed lease lasts until the new instant.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try await ledger.renewLease(fence, until: Sample.at(7_200))
            let other = try await ledger.acquireLease(
                holder: Sample.run(2), now: Sample.at(7_199), until: Sample.at(9_999))
            try ContractViolation.unlessEqual(other, nil, "The fence given while the renewed lease is held")
        },
        LedgerContract("A lost lease can't be renewed, and releasing it takes it from nobody.") { store in
            let ledger = try await store.open()
            let lost = try await Sample.fence(ledger)
            let held = try await ledger.acquireLease(
                holder: Sample.run(2), now: Sample.at(3_600), until: Sample.at(9_999))
            try await ContractViolation.unlessFenced("A renewal") {
                try await ledger.renewLease(lost, until: Sample.at(99_999))
            }
            try await ledger.releaseLease(lost)
            try ContractViolation.unlessEqual(
                try await ledger.leaseHolder(now: Sample.at(3_600)), held?.holder, "The holder")
        },
        LedgerContract("A run gets its own lease again only once that is over; its older process is fenced off.") {
            store in
            let ledger = try await store.open()
            let older = try await Sample.fence(ledger)
            let early = try await ledger.acquireLease(
                holder: older.holder, now: Sample.at(0), until: Sample.at(9_999))
            try ContractViolation.unless(early == nil, "The lease was given while the same run held it.")
            let later = try await ledger.acquireLease(
                holder: older.holder, now: Sample.at(99_999), until: Sample.at(199_999))
            guard let newer = later else { throw ContractViolation("A lease that was over was refused.") }
            try ContractViolation.unless(newer.number > older.number, "The fence's number did not grow.")
            try await ContractViolation.unlessFenced("An append") {
                try await ledger.append([Sample.fact(1)], run: older.holder, fence: older)
            }
            try await ledger.append([Sample.fact(1)], run: newer.holder, fence: newer)
        },
    ]
}

extension LedgerContract {
    static let fence: [LedgerContract] = writes.flatMap { name, write in
        [
            LedgerContract(
                "\(name): refused with the fence of a lease that another run has now, and nothing is changed."
            ) {
                store in
                let ledger = try await store.open()
                let stale = try await Sample.fence(ledger)
                let holder = try Sample.run(2)
                _ = try await ledger.acquireLease(holder: holder, now: Sample.at(3_600), until: Sample.at(9_999))
                do {
                    try await write(ledger, stale)
                    throw ContractViolation("\(name) with a stale fence was accepted.")
                } catch LedgerError.fenced(let found) {
                    try ContractViolation.unlessEqual(found, holder, "The holder that the error names")
                }
                try await isUntouched(ledger)
            },
            LedgerContract("\(name): refused with the fence of a lease that was released.") { store in
                let ledger = try await store.open()
                let stale = try await Sample.fence(ledger)
                try await ledger.releaseLease(stale)
                try await ContractViolation.unlessFenced(name) { try await write(ledger, stale) }
                try await isUntouched(ledger)
            },
            LedgerContract("\(name): accepted with the fence of a lease that expired but has no other holder yet.") {
                store in
                let ledger = try await store.open()
                guard
                    let fence = try await ledger.acquireLease(
                        holder: Sample.run(), now: Sample.at(-7_200), until: Sample.at(-3_600))
                else { throw ContractViolation("A free lease was refused.") }
                try await write(ledger, fence)
            },
        ]
    }

    /// Every port that a run writes to.
    private static let writes: [(String, @Sendable (any Ledger, Fence) async throws -> Void)] = [
        ("An append", { try await $0.append([Sample.fact(1)], run: $1.holder, fence: $1) }),
        ("Storing a plan", { try await $0.savePlan("{}", run: $1.holder, fence: $1) }),
        ("Storing a state", { try await $0.saveState("{}", run: $1.holder, fence: $1) }),
        (
            "Storing users",
            { try await $0.save([Sample.inventory(user: 1)], removing: [], in: Sample.account(), fence: $1) }
        ),
        ("Storing an account", { try await $0.save(accountInventory(), fence: $1) }),
    ]

    private static func isUntouched(_ ledger: any Ledger) async throws {
        let account = try Sample.account()
        try ContractViolation.unlessEqual(try await ledger.heads(), [], "The heads after a refused write")
        try ContractViolation.unlessEqual(try await ledger.unsentMessages(), [], "The outbox after a refused write")
        try ContractViolation.unlessEqual(
            try await ledger.plan(of: Sample.run()), nil, "The plan after a refused write")
        try ContractViolation.unlessEqual(
            try await ledger.state(of: Sample.run()), nil, "The state after a refused write")
        try ContractViolation.unlessEqual(
            try await ledger.users(in: account, after: nil, limit: 9), [], "The users after a refused write")
        try ContractViolation.unlessEqual(try await ledger.accounts(), [], "The accounts after a refused write")
    }
}
