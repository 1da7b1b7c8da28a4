import FoundationEssentials
import KeyPolicy
import KeyWatch

extension LedgerContract {
    static let plans: [LedgerContract] = [
        LedgerContract("A run's plan is read back as it was last stored.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            try await ledger.savePlan("{\"held\":[]}", run: fence.holder, fence: fence)
            try await ledger.savePlan("{\"actions\": [\"ñ\\n\"]}", run: fence.holder, fence: fence)
            let plan = try await ledger.plan(of: fence.holder)
            try ContractViolation.unlessEqual(plan, "{\"actions\": [\"ñ\\n\"]}", "The plan")
            try ContractViolation.unlessEqual(try await ledger.plan(of: Sample.run(2)), nil, "Another run's plan")
        },
        LedgerContract("A run's state is read back as it was last stored, until another run stores one.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            // Larger than any single item of a shared ledger.
            let large = String(repeating: "ñ\n", count: 300_000)
            for state in ["{}", large, "{\"plan\":[]}"] {
                try await ledger.saveState(state, run: fence.holder, fence: fence)
                let read = try await ledger.state(of: fence.holder)
                try ContractViolation.unless(read == state, "The state was not read back as it was stored.")
            }
            let next = try Sample.run(2)
            try ContractViolation.unlessEqual(try await ledger.state(of: next), nil, "Another run's state")
            try ContractViolation.unlessEqual(try await ledger.newestState(), fence.holder, "The run with the state")
            guard
                let lease = try await ledger.acquireLease(
                    holder: next, now: .distantFuture, until: .distantFuture)
            else { throw ContractViolation("A lease that was over was refused.") }
            try await ledger.saveState("{}", run: next, fence: lease)
            try ContractViolation.unlessEqual(try await ledger.newestState(), next, "The newest run with a state")
            try ContractViolation.unlessEqual(
                try await ledger.state(of: fence.holder), nil, "The state of the run before")
        },
        LedgerContract("Plans of runs that began over 400 days ago are deleted, and younger ones are not.") { store in
            let ledger = try await store.open()
            var fence = try await Sample.fence(ledger)
            for (number, day) in [(1, 0), (2, 1), (3, 401)] {
                let run = try Sample.run(number)
                let lease = try await ledger.acquireLease(holder: run, now: .distantFuture, until: .distantFuture)
                fence = lease ?? fence
                let at = Sample.at(day * 86_400)
                try await ledger.append([.run(.started(version: "1"), at: at)], run: run, fence: fence)
                try await ledger.savePlan("\(number)", run: run, fence: fence)
            }
            var kept: [String?] = []
            for number in 1...3 { kept.append(try await ledger.plan(of: Sample.run(number))) }
            try ContractViolation.unlessEqual(kept, [nil, "2", "3"], "The plans")
            try ContractViolation.unlessEqual(
                try await ledger.events(.runs, after: 0, limit: 9).count, 3, "The events of their runs")
        },
    ]

    static let inventory: [LedgerContract] = [
        LedgerContract("Users come in the order of their ids, a page at a time, each account's own.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let account = try Sample.account()
            let users = try (1...5).map { try Sample.inventory(user: $0) }
            try await ledger.save([users[3], users[0], users[4]], removing: [], in: account, fence: fence)
            try await ledger.save([users[2], users[1]], removing: [], in: account, fence: fence)
            let foreign = try Sample.inventory(user: 3, account: 2)
            try await ledger.save([foreign], removing: [], in: foreign.user.account, fence: fence)

            let first = try await ledger.users(in: account, after: nil, limit: 2)
            try ContractViolation.unlessEqual(first, Array(users[..<2]), "The first page")
            let second = try await ledger.users(in: account, after: users[1].user.id, limit: 9)
            try ContractViolation.unlessEqual(second, Array(users[2...]), "The rest")
            let other = try await ledger.users(in: foreign.user.account, after: nil, limit: 9)
            try ContractViolation.unlessEqual(other, [foreign], "The other account's users")
        },
        LedgerContract("One save adds, replaces and removes; a user who is both seen and removed stays.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let account = try Sample.account()
            let users = try (1...3).map { try Sample.inventory(user: $0) }
            try await ledger.save(users, removing: [], in: account, fence: fence)
            let changed = try Sample.inventory(user: 2, fingerprint: nil)
            try await ledger.save(
                [changed], removing: [users[0].user.id, changed.user.id, Sample.user(9)], in: account, fence: fence)
            let kept = try await ledger.users(in: account, after: nil, limit: 9)
            try ContractViolation.unlessEqual(kept, [changed, users[2]], "The users")
        },
        LedgerContract("An account is stored and replaced, in the order of ids, to the millisecond.") { store in
            let ledger = try await store.open()
            let fence = try await Sample.fence(ledger)
            let (second, first) = (try accountInventory(2), try accountInventory(1))
            try await ledger.save(second, fence: fence)
            try await ledger.save(first, fence: fence)
            try ContractViolation.unlessEqual(try await ledger.accounts(), [first, second], "The accounts")
            var changed = first
            changed.error = "AccessDenied"
            changed.completeAt = nil
            try await ledger.save(changed, fence: fence)
            try ContractViolation.unlessEqual(try await ledger.account(first.account.id), changed, "The account")
            try ContractViolation.unlessEqual(
                try await ledger.account(Sample.account(3)), nil, "An account never seen")
        },
        LedgerContract("A whole scan is stored without the lease, and never over a newer one.") { store in
            let ledger = try await store.open()
            let account = try Sample.account()
            // More than one transaction of a shared ledger holds.
            let users = try (1...250).map { try Sample.inventory(user: $0) }
            var scan = try accountInventory()
            try ContractViolation.unless(
                try await ledger.save(scan, users: users, removing: []), "The first scan was refused.")
            let outcome = ScanOutcome(
                account: scan.account, startedAt: Sample.at(2), error: nil, remarks: [], listed: [users[0].user.id])
            scan.scannedAt = Sample.at(2)
            scan.staged = StagedScan(run: try Sample.run(1), outcome: outcome)
            for _ in 1...2 {
                try ContractViolation.unless(
                    try await ledger.save(scan, users: [], removing: [users[1].user.id]),
                    "A newer scan, or the same one again, was refused.")
            }
            var older = try accountInventory()
            older.error = "older"
            for stray in [[], [users[1]], users] {
                try ContractViolation.unless(
                    try await !ledger.save(older, users: stray, removing: [users[0].user.id]),
                    "An older scan was stored over a newer one.")
            }
            try ContractViolation.unlessEqual(try await ledger.account(account), scan, "The account")
            let kept = try await ledger.users(in: account, after: nil, limit: 999)
            try ContractViolation.unlessEqual(kept.count, 249, "The number of users")
            try ContractViolation.unlessEqual(
                Array(kept.prefix(2)), [users[0], users[2]], "The users of the newest scan")
            let fence = try await Sample.fence(ledger)
            scan.scannedAt = Sample.at(3)
            try await ledger.save(scan, fence: fence)
            try ContractViolation.unless(
                try await !ledger.save(older, users: [], removing: []),
                "An older scan was stored over a newer one that was stored under the lease.")
        },
    ]

    static func accountInventory(_ number: Int = 1) throws -> AccountInventory {
        AccountInventory(
            account: Account(id: try Sample.account(number), name: "Pagos \(number)"), scannedAt: Sample.at(1),
            completeAt: Sample.now, isComplete: true, error: nil, activeKeys: number)
    }
}
