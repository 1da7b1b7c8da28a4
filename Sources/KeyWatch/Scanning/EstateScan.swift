package import FoundationEssentials
package import KeyPolicy
package import Logging

/// Scans all accounts, several at a time; one account's failure doesn't end it.
package struct EstateScan: Sendable {
    /// The outcome of each account, and the known accounts that are no longer watched.
    package struct Result: Codable, Sendable {
        package fileprivate(set) var outcomes: [ScanOutcome]
        /// For reading again what is due; none for an account that can't be reached. Not part of its stored form.
        package fileprivate(set) var readers: [AccountID: any AccountReader] = [:]
        package let left: [AbsentAccount]
        package let listing: AccountListing

        private enum CodingKeys: String, CodingKey { case outcomes, left, listing }

        /// What the stages of a run found that scan one account each.
        ///
        /// - Parameters:
        ///   - known: the inventory's accounts.
        ///   - only: when not empty, the other accounts were not asked for.
        init(of listing: AccountListing, known: [AccountInventory], only: Set<AccountID>, run: RunID, at now: Date) {
            let inventories = Dictionary(known.map { ($0.account.id, $0) }, uniquingKeysWith: { first, _ in first })
            self.init(
                outcomes: listing.watched.map { account in
                    guard only.isEmpty || only.contains(account.id) else { return .notAsked(account, at: now) }
                    return inventories[account.id]?.outcome(in: run, at: now)
                        ?? ScanOutcome(
                            account: account, startedAt: now, error: "its scan did not end in time", failure: .tooSlow,
                            remarks: [], listed: [])
                },
                known: known, listing: listing)
        }

        fileprivate init(
            outcomes: [ScanOutcome], readers: [AccountID: any AccountReader] = [:], known: [AccountInventory],
            listing: AccountListing
        ) {
            self.outcomes = outcomes.sorted { $0.account.id < $1.account.id }
            self.readers = readers
            left = known.map(\.account).compactMap { account in
                listing.absence(of: account.id).map { AbsentAccount(account: account, why: $0) }
            }
            self.listing = listing
        }

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
        try listing.check(only)
        progress(.accountsFound(wanted.count))
        let scanned = try await scan(wanted, run: run)
        var outcomes = scanned.map(\.outcome)
        for skipped in all where !only.isEmpty && !only.contains(skipped.id) {
            outcomes.append(.notAsked(skipped, at: clock.policy()))
        }
        var readers: [AccountID: any AccountReader] = [:]
        for one in scanned { readers[one.outcome.account.id] = one.reader }
        return Result(outcomes: outcomes, readers: readers, known: known, listing: listing)
    }

    /// One account's outcome, as a stage of a run by itself.
    func outcome(of account: Account, run: RunID) async throws -> ScanOutcome {
        try await scan(account, run: run).outcome
    }

    /// The same with readers, which a stored result lacks. An account that can't be reached any more is unknown, even
    /// if it was read completely.
    ///
    /// - Parameter only: the accounts that are read again; nil for all.
    func withReaders(_ result: Result, run: RunID, only: Set<AccountID>? = nil) async -> Result {
        var result = result
        result.readers = [:]
        let accounts = result.outcomes.filter { !$0.isLeftOut && only?.contains($0.account.id) ?? true }.map(\.account)
        let answers = await clock.answers(to: accounts, atOnce: width) {
            account async -> Swift.Result<any AccountReader, any Error> in
            do {
                return .success(try await readers.reader(for: account, run: run))
            } catch {
                return .failure(error)
            }
        }
        var failures: [AccountID: any Error] = [:]
        for (account, reader) in answers {
            switch reader {
            case .success(let reader): result.readers[account.id] = reader
            case .failure(let error): failures[account.id] = error
            }
        }
        result.outcomes = result.outcomes.map { outcome in
            let id = outcome.account.id
            guard outcome.isComplete, only?.contains(id) ?? true, result.readers[id] == nil else { return outcome }
            return ScanOutcome(
                account: outcome.account, startedAt: outcome.startedAt,
                error: failures[id].map { "\($0)" } ?? "it was not reached again in time",
                failure: failures[id].map(FailureKind.init) ?? .tooSlow, remarks: outcome.remarks,
                listed: outcome.listed)
        }
        return result
    }

    /// One account's outcome, and its reader if it can be reached.
    private struct Scanned: Sendable {
        let outcome: ScanOutcome
        let reader: (any AccountReader)?
    }

    private func scan(_ accounts: [Account], run: RunID) async throws -> [Scanned] {
        try await withThrowingTaskGroup(of: Scanned.self) { group in
            var done: [Scanned] = []
            var waiting = accounts.makeIterator()
            func addNext() {
                guard let account = waiting.next() else { return }
                group.addTask { try await scan(account, run: run) }
            }
            for _ in 0..<width { addNext() }
            while let scanned = try await group.next() {
                try clock.checkEnd()
                done.append(scanned)
                progress(.accountScanned(scanned.outcome.account, isComplete: scanned.outcome.isComplete))
                addNext()
            }
            return done
        }
    }

    private func scan(_ account: Account, run: RunID) async throws -> Scanned {
        let scan = AccountScan(inventory: inventory, fence: fence, clock: clock, logger: logger)
        let startedAt = clock.policy()
        let reader: any AccountReader
        do {
            reader = try await readers.reader(for: account, run: run)
        } catch {
            let outcome = try await scan.unknown(account, "\(error)", FailureKind(error), startedAt: startedAt)
            return Scanned(outcome: outcome, reader: nil)
        }
        guard clock.accountTimeUp != nil || clock.end != nil else {
            return Scanned(outcome: try await scan.scan(account, with: reader), reader: reader)
        }
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
        if let scanned { return Scanned(outcome: scanned, reader: reader) }
        let outcome = try await scan.unknown(account, "it was not read in time", .tooSlow, startedAt: startedAt)
        return Scanned(outcome: outcome, reader: nil)
    }
}

/// The result of one account's scan.
package struct ScanOutcome: Hashable, Codable, Sendable {
    package let account: Account
    package let startedAt: Date
    /// Why the account is unknown in this run; nil when it was read completely.
    package let error: String?
    /// The kind of that; nil when it was read completely, or is another run's.
    package let failure: FailureKind?
    /// Remarks about a complete scan, such as a report that could not be used.
    package let remarks: [String]
    /// Users whose keys were listed in this scan.
    package let listed: Set<UserID>

    package var isComplete: Bool { error == nil }

    static func notAsked(_ account: Account, at now: Date) -> ScanOutcome {
        ScanOutcome(
            account: account, startedAt: now, error: "not asked for (--account)", failure: .notAsked, remarks: [],
            listed: [])
    }

    /// Whether the account was not read because `--account` leaves it out.
    package var isLeftOut: Bool { failure == .notAsked }

    /// The remarks as sentences that name the account.
    package var sentences: [String] { remarks.map { "\(account.id) (\(account.name)): \($0)" } }

    package init(
        account: Account, startedAt: Date, error: String?, failure: FailureKind? = nil, remarks: [String],
        listed: Set<UserID>
    ) {
        self.account = account
        self.startedAt = startedAt
        self.error = error
        self.failure = failure
        self.remarks = remarks
        self.listed = listed
    }
}
