package import FoundationEssentials
package import KeyPolicy
package import Logging

/// Reads one account and stores what it saw, and whether it saw all of it.
///
/// Stages: report and user details, side by side → who must be listed → list them → store → close.
package struct AccountScan: Sendable {
    private let inventory: any InventoryStore
    private let fence: Fence
    private let clock: RunClock
    private let logger: Logger
    /// Listings in flight at once.
    private let width: Int

    package init(inventory: any InventoryStore, fence: Fence, clock: RunClock, logger: Logger, width: Int = 8) {
        self.inventory = inventory
        self.fence = fence
        self.clock = clock
        self.logger = logger
        self.width = width
    }

    /// Throws only errors that end the whole run (the ledger's); an account's own failure is an outcome.
    package func scan(_ account: Account, with reader: any AccountReader) async throws -> ScanOutcome {
        let startedAt = clock.policy()
        let before = try await inventory.account(account.id)
        let known = try await knownUsers(in: account.id)
        do {
            async let reportResult = CredentialReportFetch(reader: reader, clock: clock).fetch()
            let details = try await UserDetails(reader: reader).all()
            let (report, problem) = await reportResult
            let seen = try await list(
                details, report: report, known: known, before: before, reader: reader, startedAt: startedAt)
            try await store(seen.users, known: known, details: details, account: account.id, startedAt: startedAt)
            let active = seen.users.flatMap(\.user.keys).filter { $0.status == .active }.count
            try await inventory.save(
                AccountInventory(
                    account: account, scannedAt: startedAt, completeAt: startedAt, isComplete: true, error: nil,
                    activeKeys: active, staged: before?.staged), fence: fence)
            let remarks = problem.map { ["\($0); every user was listed instead."] } ?? []
            return ScanOutcome(
                account: account, startedAt: startedAt, error: nil, remarks: remarks, listed: seen.listed)
        } catch let error where error is LedgerError || Task.isCancelled {
            // Nobody waits for it any more: its failure says nothing about the account.
            throw error
        } catch {
            return try await unknown(account, "\(error)", FailureKind(error), startedAt: startedAt)
        }
    }

    /// Records that the account could not be read: unknown, never empty.
    package func unknown(
        _ account: Account, _ why: String, _ kind: FailureKind, startedAt: Date
    ) async throws -> ScanOutcome {
        let before = try await inventory.account(account.id)
        try await inventory.save(
            AccountInventory(
                account: account, scannedAt: startedAt, completeAt: before?.completeAt, isComplete: false, error: why,
                activeKeys: before?.activeKeys ?? 0, staged: before?.staged), fence: fence)
        logger.warning("account unknown", metadata: ["account": "\(account.id)", "why": "\(why)"])
        return ScanOutcome(
            account: account, startedAt: startedAt, error: why, failure: kind, remarks: [], listed: [])
    }

    private func knownUsers(in account: AccountID) async throws -> [UserID: UserInventory] {
        Dictionary(
            try await inventory.everyUser(in: account).map { ($0.user.id, $0) }, uniquingKeysWith: { first, _ in first }
        )
    }

    private func list(
        _ details: [User], report: CredentialReport?, known: [UserID: UserInventory], before: AccountInventory?,
        reader: any AccountReader, startedAt: Date
    ) async throws -> (users: [UserInventory], listed: Set<UserID>) {
        let rows = Dictionary(
            (report?.rows ?? []).map { (RowKey(arn: $0.arn, createdAt: $0.userCreatedAt), $0) },
            uniquingKeysWith: { first, _ in first })
        let candidates = details.map { user in
            ListingPlan.Candidate(
                user: user, row: rows[RowKey(arn: user.arn, createdAt: user.createdAt)], known: known[user.id])
        }
        let reasons = ListingPlan.reasons(
            for: candidates, report: report, lastScan: before?.completeAt, now: startedAt)
        let listings = try await Listings(reader: reader, width: width).keys(
            of: candidates.map(\.user).filter { reasons[$0.id] != nil })

        var users: [UserInventory] = []
        for candidate in candidates {
            if let vanished = listings.vanished[candidate.user.id] {
                logger.debug("user gone while scanning", metadata: ["user": "\(vanished)"])
                continue
            }
            users.append(seen(candidate, keys: listings.keys[candidate.user.id], startedAt: startedAt))
        }
        return (users, Set(listings.keys.keys))
    }

    private func seen(_ candidate: ListingPlan.Candidate, keys: [AccessKey]?, startedAt: Date) -> UserInventory {
        var user = candidate.user
        // The listing went by name, and names are reused: a key created during the scan may be another user's.
        let known = candidate.known?.user.keys ?? []
        let keys = keys?.filter { key in key.createdAt <= startedAt || known.contains { $0.id == key.id } }
        user.keys = ReportMatch.lastUses(of: keys ?? known, in: candidate.row)
        if let row = candidate.row {
            user.password = row.password
            user.mfa = row.mfa
        }
        // A row that contradicts the listing is older than it: with its fingerprint, a change back would not be
        // noticed.
        let fits = keys.map { candidate.row?.agrees(with: $0) ?? false } ?? true
        return UserInventory(
            user: user,
            fingerprint: keys == nil ? candidate.known?.fingerprint : fits ? candidate.row?.fingerprint : nil,
            listedAt: keys == nil ? candidate.known?.listedAt : startedAt, missingSince: nil,
            decided: candidate.known?.decided ?? OwnerMark(candidate.known?.user ?? candidate.user),
            after: candidate.known)
    }

    private func store(
        _ seen: [UserInventory], known: [UserID: UserInventory], details: [User], account: AccountID, startedAt: Date
    ) async throws {
        let present = Set(seen.map(\.user.id))
        var changed = seen.filter { known[$0.user.id] != $0 }
        var gone: [UserID] = []
        for (id, user) in known where !present.contains(id) {
            if let since = user.missingSince, startedAt.timeIntervalSince(since) >= 3_600 {
                gone.append(id)
            } else if user.missingSince == nil {
                var missing = user
                missing.missingSince = startedAt
                changed.append(missing)
            }
        }
        guard !changed.isEmpty || !gone.isEmpty else { return }
        try await inventory.save(changed, removing: gone.sorted(), in: account, fence: fence)
    }

    /// Names are reused: a row belongs to a user only if ARN and creation time both agree.
    private struct RowKey: Hashable {
        let arn: String
        let createdAt: Date
    }
}
