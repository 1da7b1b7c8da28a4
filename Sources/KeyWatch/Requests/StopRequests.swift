import FoundationEssentials
package import KeyPolicy

/// `relevo stop` and `relevo resume`: recorded at once, also during a run, which checks before each deactivation.
package struct StopRequests: Sendable {
    private let intervention: Intervention
    private let run: RunID

    package init(_ intervention: Intervention, run: RunID) {
        self.intervention = intervention
        self.run = run
    }

    /// What was recorded, and sentences about messages that did not arrive; the next run sends them.
    package struct Report: Sendable {
        package let stops: [Stop]
        package let problems: [String]
    }

    /// Stops everything, or the accounts named. It takes effect at once, whether or not the channel can be notified.
    ///
    /// Throws `InterventionRefusal.unknownAccount`, `WatchRefusal.clockContradicted` or `LedgerError` when nothing was
    /// done.
    package func stop(accounts: Set<AccountID> = [], reason: String, by: String) async throws -> Report {
        try await write(try await scopes(accounts)) { scopes, _, now in
            scopes.map { Stop($0, .person(by: by, reason: reason), since: now) }
        } entry: { _, stops, now in
            InboxRecord.Entry(
                events: stops.map { .stop(.stopped(stop: $0), at: now) }, notifications: stops.map { .stopped($0) })
        }
    }

    /// Ends the stop everywhere, in the accounts named, or for one user. Nobody ends their own stop, nor confirms
    /// anything about their own user.
    ///
    /// - Parameter user: a user's name, ARN or id.
    /// Throws `InterventionRefusal`, `WatchRefusal.clockContradicted` or `LedgerError` when nothing was done.
    package func resume(
        user text: String? = nil, accounts: Set<AccountID> = [], reason: String, by: String
    ) async throws -> Report {
        try await intervention.refuseOlderCopy()
        var scopes: [Stop.Scope] = []
        var owned: User?
        if let text {
            let found = try await InventorySearch(intervention.ledger, in: accounts).user(text)
            scopes = [.user(account: found.user.account, id: found.user.id)]
            owned = found.user
        } else {
            scopes = try await self.scopes(accounts)
        }
        let (person, user) = (PersonName(by), owned)
        return try await write(scopes) { wanted, stops, _ in
            try wanted.flatMap { scope in
                let standing = stops.standing(in: scope)
                guard !standing.isEmpty else {
                    throw InterventionRefusal.notStopped(scope, standing: stops.standing)
                }
                if let user, user.isOwned(by: by) { throw InterventionRefusal.approverIsOwner(by, user: user.name) }
                for stop in standing {
                    switch stop.cause {
                    case .person(let stopper, _):
                        if person.isAmong([stopper]) { throw InterventionRefusal.stoppedByThemselves(by) }
                    case .becameMachine(let name, let was):
                        if person.isAmong(was.names) { throw InterventionRefusal.approverIsOwner(by, user: name) }
                    case .massChange, .restores, .manyLeft: break
                    }
                }
                return standing
            }
        } entry: { wanted, stops, now in
            InboxRecord.Entry(
                events: wanted.map { .stop(.resumed(scope: $0, by: by, reason: reason), at: now) },
                notifications: [.resumed(stops, by: by, reason: reason)])
        }
    }

    /// Everything is checked before anything is written, in as many writes as the scopes need.
    private func write(
        _ scopes: [Stop.Scope], _ choose: ([Stop.Scope], Stops, Date) throws -> [Stop],
        entry: ([Stop.Scope], [Stop], Date) -> InboxRecord.Entry
    ) async throws -> Report {
        try intervention.clock.checkAgainstAWS()
        _ = try choose(
            scopes, try await EffectivePolicy(ledger: intervention.ledger).stops(), intervention.clock.policy())
        let record = intervention.inbox(run)
        var (chosen, messages): ([Stop], [OutboxMessage]) = ([], [])
        for group in InboxRecord.groups(scopes) {
            var those: [Stop] = []
            messages += try await record.write { now in
                those = try choose(group, try await EffectivePolicy(ledger: intervention.ledger).stops(), now)
                return entry(group, those, now)
            }
            chosen += those
        }
        return Report(stops: chosen, problems: try await record.send(messages, by: intervention.messenger))
    }

    private func scopes(_ accounts: Set<AccountID>) async throws -> [Stop.Scope] {
        let known = Set(try await intervention.ledger.accounts().map(\.account.id))
        if let stranger = accounts.subtracting(known).min() {
            throw InterventionRefusal.unknownAccount(stranger, known: known.sorted())
        }
        return accounts.isEmpty ? [.everything] : accounts.sorted().map { .account(id: $0) }
    }
}
