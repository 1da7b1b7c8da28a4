package import FoundationEssentials
package import KeyPolicy
package import Logging

/// Scans all accounts, several at a time; one account's failure doesn't end it.
package struct EstateScan: Sendable {
    /// The outcome of each account, and the known accounts that are no longer watched.
    package struct Result: Sendable {
        package let outcomes: [ScanOutcome]
        package let left: [AbsentAccount]
        package let listing: AccountListing

        /// Accounts that were read completely.
        package var complete: Set<AccountID> { Set(outcomes.filter(\.isComplete).map(\.account.id)) }
    }

    private let directory: any AccountDirectory
    private let readers: any AccountReaders
    private let inventory: any InventoryStore
    private let fence: Fence
    private let clock: RunClock
    private let logger: Logger
    private let progress: ProgressHandler
    private let width: Int

    package init(
        directory: any AccountDirectory, readers: any AccountReaders, inventory: any InventoryStore, fence: Fence,
        clock: RunClock, logger: Logger, progress: @escaping ProgressHandler, width: Int = 16
    ) {
        self.directory = directory
        self.readers = readers
        self.inventory = inventory
        self.fence = fence
        self.clock = clock
        self.logger = logger
        self.progress = progress
        self.width = width
    }

    /// Throws `Interruption` after an early end was requested: reading changes nothing, so it stops at once.
    ///
    /// - Parameter only: when not empty, the other accounts are not read; they are unknown, and none of them has left.
    package func scan(run: RunID, only: Set<AccountID>) async throws -> Result {
        let listing = try await directory.accounts()
        let all = listing.watched
        let known = try await inventory.accounts()
        let wanted = only.isEmpty ? all : all.filter { only.contains($0.id) }
        if let stranger = only.subtracting(all.map(\.id)).min() { throw WatchRefusal.noSuchAccount(stranger) }
        progress(.accountsFound(wanted.count))
        var outcomes = try await scan(wanted, run: run)
        for skipped in all where !only.isEmpty && !only.contains(skipped.id) {
            outcomes.append(
                ScanOutcome(
                    account: skipped, startedAt: clock.policy(), error: "not asked for (--account)", remarks: [],
                    listed: [], reader: nil))
        }
        let left = known.map(\.account).compactMap { account in
            listing.absence(of: account.id).map { AbsentAccount(account: account, why: $0) }
        }
        return Result(outcomes: outcomes.sorted { $0.account.id < $1.account.id }, left: left, listing: listing)
    }

    private func scan(_ accounts: [Account], run: RunID) async throws -> [ScanOutcome] {
        try await withThrowingTaskGroup(of: ScanOutcome.self) { group in
            var outcomes: [ScanOutcome] = []
            var waiting = accounts.makeIterator()
            func addNext() {
                guard let account = waiting.next() else { return }
                group.addTask { try await scan(account, run: run) }
            }
            for _ in 0..<width { addNext() }
            while let outcome = try await group.next() {
                try clock.checkEnd()
                outcomes.append(outcome)
                progress(.accountScanned(outcome.account, isComplete: outcome.isComplete))
                addNext()
            }
            return outcomes
        }
    }

    private func scan(_ account: Account, run: RunID) async throws -> ScanOutcome {
        let scan = AccountScan(inventory: inventory, fence: fence, clock: clock, logger: logger)
        let startedAt = clock.policy()
        let reader: any AccountReader
        do {
            reader = try await readers.reader(for: account, run: run)
        } catch {
            return try await scan.unknown(account, "\(error)", startedAt: startedAt)
        }
        guard clock.accountTimeUp != nil || clock.end != nil else { return try await scan.scan(account, with: reader) }
        // One account that never answers must not delay all others, nor keep the run from ending.
        let scanned = try await withThrowingTaskGroup(of: ScanOutcome?.self) { group in
            group.addTask { try await scan.scan(account, with: reader) }
            if let timeUp = clock.accountTimeUp {
                group.addTask {
                    try await timeUp()
                    return nil
                }
            }
            if let end = clock.end {
                group.addTask {
                    try await end.made()
                    throw Interruption()
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        if let scanned { return scanned }
        return try await scan.unknown(account, "it was not read in time", startedAt: startedAt)
    }
}

/// The result of one account's scan.
package struct ScanOutcome: Sendable {
    package let account: Account
    package let startedAt: Date
    /// Why the account is unknown in this run; nil when it was read completely.
    package let error: String?
    /// Remarks about a complete scan, such as a report that could not be used.
    package let remarks: [String]
    /// Users whose keys were listed in this scan.
    package let listed: Set<UserID>
    /// For reading again what is due; nil when the account can't be reached.
    package let reader: (any AccountReader)?

    package var isComplete: Bool { error == nil }

    /// The remarks as sentences that name the account.
    package var sentences: [String] { remarks.map { "\(account.id) (\(account.name)): \($0)" } }

    /// That the account is unknown and why; nil when it was read completely.
    package var complaint: String? {
        error.map { "\(account.id) (\(account.name)) is unknown in this run, and nothing is done there: \($0)" }
    }

    package init(
        account: Account, startedAt: Date, error: String?, remarks: [String], listed: Set<UserID>,
        reader: (any AccountReader)?
    ) {
        self.account = account
        self.startedAt = startedAt
        self.error = error
        self.remarks = remarks
        self.listed = listed
        self.reader = reader
    }
}
