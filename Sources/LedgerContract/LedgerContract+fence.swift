import KeyPolicy
import KeyWatch

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
                    throw ContractViolation("\(name) with a stale fence went through.")
                } catch LedgerError.fenced(let found) {
                    try ContractViolation.unlessEqual(found, holder, "The holder that the error names")
                }
                try await isUntouched(ledger)
            },
            LedgerContract("\(name): refused with the fence of a lease that was given back.") { store in
                let ledger = try await store.open()
                let stale = try await Sample.fence(ledger)
                try await ledger.releaseLease(stale)
                try await ContractViolation.unlessFenced(name) { try await write(ledger, stale) }
                try await isUntouched(ledger)
            },
            LedgerContract("\(name): accepted with the fence of a lease that is over but nobody else's yet.") { store in
                let ledger = try await store.open()
                guard
                    let fence = try await ledger.acquireLease(
                        holder: Sample.run(), now: Sample.at(-7_200), until: Sample.at(-3_600))
                else { throw ContractViolation("A lease that nobody holds was refused.") }
                try await write(ledger, fence)
            },
        ]
    }

    /// Every port through which a run writes.
    private static let writes: [(String, @Sendable (any Ledger, Fence) async throws -> Void)] = [
        ("An append", { try await $0.append([Sample.fact(1)], run: $1.holder, fence: $1) }),
        ("A claim", { _ = try await $0.claim([Sample.claim(message: 1)], run: $1.holder, fence: $1) }),
        ("Keeping a plan", { try await $0.savePlan("{}", run: $1.holder, fence: $1) }),
        (
            "Keeping users",
            { try await $0.save([Sample.inventory(user: 1)], removing: [], in: Sample.account(), fence: $1) }
        ),
        ("Keeping an account", { try await $0.save(accountInventory(), fence: $1) }),
    ]

    private static func isUntouched(_ ledger: any Ledger) async throws {
        let account = try Sample.account()
        try ContractViolation.unlessEqual(try await ledger.heads(), [], "The heads after a refused write")
        try ContractViolation.unlessEqual(try await ledger.unsettledClaims(), [], "The claims after a refused write")
        try ContractViolation.unlessEqual(
            try await ledger.plan(of: Sample.run()), nil, "The plan after a refused write")
        try ContractViolation.unlessEqual(
            try await ledger.users(in: account, after: nil, limit: 9), [], "The users after a refused write")
        try ContractViolation.unlessEqual(try await ledger.accounts(), [], "The accounts after a refused write")
    }
}
