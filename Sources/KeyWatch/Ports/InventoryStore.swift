package import FoundationEssentials
package import KeyPolicy

/// The cache of what scans saw; losing it costs calls, never a promise.
package protocol InventoryStore: Sendable {
    func account(_ id: AccountID) async throws -> AccountInventory?
    func accounts() async throws -> [AccountInventory]

    /// Users in order of their ids, a page at a time; `after` nil for the first. A page shorter than `limit` is the
    /// last one: what can't be read is left out and never ends a page.
    func users(in account: AccountID, after: UserID?, limit: Int) async throws -> [UserInventory]

    /// Stores what one step of a scan saw, in one write.
    func save(_ users: [UserInventory], removing: [UserID], in account: AccountID, fence: Fence) async throws
    func save(_ account: AccountInventory, fence: Fence) async throws
}

/// An inventory that several scans write at the same time.
package protocol ScanStore: InventoryStore {
    /// Stores a whole scan of one account without the lease: accounts of one run are scanned at the same time. Returns
    /// false where the ledger has a newer scan of that account, or one that is just being stored: then this one's users
    /// are not stored, or not all of them.
    func save(_ scan: AccountInventory, users: [UserInventory], removing: [UserID]) async throws -> Bool
}

extension InventoryStore {
    /// All users of one account, read a page at a time: 5,000 at most, by AWS's quota.
    package func everyUser(in account: AccountID) async throws -> [UserInventory] {
        var users: [UserInventory] = []
        while true {
            let page = try await self.users(in: account, after: users.last?.user.id, limit: 500)
            users += page
            if page.count < 500 { return users }
        }
    }

    /// Makes the next scan list these users' keys again: after a change of ours, AWS's credential report may show for
    /// four hours what was true before.
    package func forgetListing(of users: Set<UserID>, in account: AccountID, fence: Fence) async throws {
        var changed = try await everyUser(in: account).filter { users.contains($0.user.id) }
        for index in changed.indices { changed[index].fingerprint = nil }
        guard !changed.isEmpty else { return }
        try await save(changed, removing: [], in: account, fence: fence)
    }
}

/// What is known about an account's scans.
package struct AccountInventory: Hashable, Codable, Sendable {
    package let account: Account
    /// When the last scan of it began.
    package var scannedAt: Date
    /// When the last complete scan of it began; nil before the first.
    package var completeAt: Date?
    package var isComplete: Bool
    package var error: String?
    /// Active keys seen by the last complete scan.
    package var activeKeys: Int
    /// The last scan by a stage of a run; other scans keep it.
    package var staged: StagedScan?

    package init(
        account: Account, scannedAt: Date, completeAt: Date?, isComplete: Bool, error: String?, activeKeys: Int,
        staged: StagedScan? = nil
    ) {
        self.staged = staged
        self.account = account
        self.scannedAt = scannedAt
        self.completeAt = completeAt
        self.isComplete = isComplete
        self.error = error
        self.activeKeys = activeKeys
    }
}

extension AccountInventory {
    /// What the run's scan found, unless that is over an hour ago at `now`.
    func outcome(in run: RunID, at now: Date) -> ScanOutcome? {
        guard let staged, staged.run == run, now.timeIntervalSince(staged.outcome.startedAt) < Gate.longestRun else {
            return nil
        }
        return staged.outcome
    }
}

/// What a stage of a run found when it scanned an account, for the decision of the same run.
package struct StagedScan: Hashable, Codable, Sendable {
    package let run: RunID
    package let outcome: ScanOutcome

    package init(run: RunID, outcome: ScanOutcome) {
        self.run = run
        self.outcome = outcome
    }
}

/// One user as last seen, with what decides whether its keys must be listed again.
package struct UserInventory: Hashable, Codable, Sendable {
    package var user: User
    /// The credential report's key columns at the last successful listing; stored in the same write as that listing.
    package var fingerprint: String?
    /// When its keys were last listed with success; nil if never.
    package var listedAt: Date?
    /// When a complete scan first missed it; a second one an hour later makes it gone.
    package var missingSince: Date?
    /// Its owner when a run last decided; scans keep it. Nil where it was never recorded.
    package var decided: OwnerMark?
    /// Names that earlier scans saw, oldest first, without today's; scans keep them. Nil: none is known.
    package private(set) var earlierNames: [String]?

    /// - Parameter known: the same user as an earlier scan saw it.
    package init(
        user: User, fingerprint: String?, listedAt: Date?, missingSince: Date?, decided: OwnerMark? = nil,
        after known: UserInventory? = nil
    ) {
        self.user = user
        self.fingerprint = fingerprint
        self.listedAt = listedAt
        self.missingSince = missingSince
        self.decided = decided
        if let known {
            let names = ((known.earlierNames ?? []) + [known.user.name]).filter { $0 != user.name }
            // Without repetition, and not endless: anyone who can rename users can do so every day.
            let distinct = names.enumerated().filter { !names[($0.offset + 1)...].contains($0.element) }
            earlierNames = distinct.isEmpty ? nil : distinct.suffix(Self.mostNames).map(\.element)
        }
    }

    private static let mostNames = 20
}
