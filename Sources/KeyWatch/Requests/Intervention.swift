import FoundationEssentials
package import KeyPolicy

/// What every request about a key uses.
package struct Intervention: Sendable {
    package let ledger: any Ledger
    package let messenger: any Messenger
    package let composer: any Composer
    package let settings: WatchSettings
    package let clock: RunClock

    package init(
        ledger: any Ledger, messenger: any Messenger, composer: any Composer, settings: WatchSettings, clock: RunClock
    ) {
        self.ledger = ledger
        self.messenger = messenger
        self.composer = composer
        self.settings = settings
        self.clock = clock
    }

    /// Does the work under the lease, on a ledger that is the newest as far as is known.
    ///
    /// Throws `InterventionRefusal.leaseHeld` or `.leaseLost` where another run holds or took the lease.
    ///
    /// - Parameter body: gets the journal, the instant, and why it is unknown whether the ledger is the newest.
    func underLease<Value: Sendable>(
        _ run: RunID, _ body: @escaping @Sendable (RunJournal, Date, String?) async throws -> Value
    ) async throws -> Value {
        try await clock.interruptible(messenger).check()
        do {
            return try await holdingLease(run, body)
        } catch WatchRefusal.leaseHeld(let holder, _) {
            throw InterventionRefusal.leaseHeld(by: holder)
        } catch LedgerError.fenced(let holder) {
            throw InterventionRefusal.leaseLost(by: holder)
        }
    }

    private func holdingLease<Value: Sendable>(
        _ run: RunID, _ body: @escaping @Sendable (RunJournal, Date, String?) async throws -> Value
    ) async throws -> Value {
        try await RunLease(ledger: ledger, clock: clock).hold(run) { journal in
            let now = clock.policy()
            if let last = try await ledger.lastEventAt(), last > now {
                throw WatchRefusal.clockWentBack(last: last, now: now)
            }
            let finding = try await RollbackDetector(
                ledger: ledger, messenger: clock.interruptible(messenger), policy: settings.policy
            ).detect(at: now)
            try clock.checkEnd()
            if let behind = finding.behind {
                throw WatchRefusal.ledgerBehind(run: behind.run, floor: behind.floor)
            }
            // The next run reads the channel itself; other ledgers' promises count for this command too.
            try await journal.record(finding.remembered.map { .run(.markerSeen(marker: $0), at: now) })
            return try await body(journal, now, finding.doubt)
        }
    }

    /// Refuses a request on a ledger that is an older copy: it would be lost when the newest is put back. Where the
    /// channel can't be read, the request counts.
    func refuseOlderCopy() async throws {
        let detector = RollbackDetector(
            ledger: ledger, messenger: clock.interruptible(messenger), policy: settings.policy)
        do {
            if let behind = try await detector.detect(at: clock.policy()).behind {
                throw WatchRefusal.ledgerBehind(run: behind.run, floor: behind.floor)
            }
        } catch is MessengerError {}
    }

    /// For requests that are recorded at once, also while a run holds the lease.
    func inbox(_ run: RunID) -> InboxRecord {
        InboxRecord(ledger: ledger, composer: composer, clock: clock, run: run, marking: settings.policy)
    }

    func sender(_ journal: RunJournal) -> OutboxSender {
        OutboxSender(journal: journal, messenger: messenger, composer: composer, clock: clock)
    }

    /// The markers of a command's message in the channel, for other ledgers, and for this one if an older copy
    /// replaces it: every promised day, including `until`.
    func markers(
        of run: RunID, until: Date, in account: AccountID, at now: Date
    ) async throws -> [SummaryMarker] {
        let promises = OpenPromises(ledger: ledger, policy: settings.policy)
        guard var marker = try await promises.stamp(of: run, planned: [], at: now) else { return [] }
        marker.promises[account] = max(until, marker.promises[account] ?? .distantPast)
        return marker.split
    }

    func planner(doubt: String?) async throws -> Planner {
        try await Planner(
            ledger: ledger, messenger: clock.interruptible(messenger), settings: settings, clock: clock,
            ledgerDoubt: doubt
        ).remembering()
    }

    /// The action with today's recipient; while it is unknown who can be reached, with the recipient from the tags.
    func action(
        _ kind: PlannedAction.Kind, on key: AccessKey, of user: User, _ place: InventorySearch.Found,
        _ planner: Planner, now: Date
    ) async throws -> PlannedAction {
        let histories = try await planner.histories(of: user.id, in: user.account)
        let shared = try await planner.sharedSlackIDs(seen: [])
        let addressee: Addressee
        switch try await planner.today(user, histories, shared: shared, now: now) {
        case .success(let found): addressee = found
        case .failure:
            addressee = Addressee(
                owner: user.owner, teams: settings.teams, shared: shared,
                treatsUntaggedAsEngineers: settings.policy.treatsUntaggedAsEngineers,
                standIn: settings.standIn(in: user.account))
        }
        return PlannedAction(
            kind: kind, account: place.account.account, user: user, key: key, ageDays: key.age(at: now),
            addressee: addressee)
    }

    /// The user as it is in IAM now, if it is still the same one.
    func check(_ current: User, _ key: AccessKeyID, is known: User) throws -> AccessKey {
        guard current.id == known.id else {
            throw InterventionRefusal.changed(key, "the name \(known.name) belongs to another user now")
        }
        guard let now = current.keys.first(where: { $0.id == key }) else {
            throw InterventionRefusal.changed(key, "IAM doesn't have it any more")
        }
        return now
    }
}

/// The result of a request about a key.
package struct InterventionReport: Sendable {
    package let action: PlannedAction
    package let outcome: ActionOutcome
    /// Sentences about messages that did not arrive; the next run sends them.
    package internal(set) var problems: [String]
    /// Stops that follow from it.
    package internal(set) var stops: [Stop] = []

    package init(action: PlannedAction, outcome: ActionOutcome, problems: [String]) {
        self.action = action
        self.outcome = outcome
        self.problems = problems
    }
}
