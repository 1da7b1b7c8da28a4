package import FoundationEssentials
package import KeyPolicy

/// `relevo exempt`: exempts a user or key until a date, and notifies the channel.
package struct ExemptionRequests: Sendable {
    private let intervention: Intervention

    package init(_ intervention: Intervention) { self.intervention = intervention }

    /// The result of a grant or its end.
    package struct Report: Sendable {
        package let exemption: ExemptionInForce
        package let problems: [String]
    }

    /// Grants an exemption; one that the same user or key already has by command is replaced. A run that is at work
    /// asks before each deactivation whether there is one.
    ///
    /// - Parameter subject: an access key id, or a user's name, ARN or unique id.
    /// - Throws: `InterventionRefusal`, `WatchRefusal.clockContradicted` or `LedgerError` when nothing was done.
    package func grant(
        _ subject: String, until: Date, reason: String, approver: String, run: RunID, in accounts: Set<AccountID> = []
    ) async throws -> Report {
        try await write(run) { now in
            guard until > now else { throw InterventionRefusal.notAhead(until) }
            let most = intervention.settings.policy.maxExemptionDays
            guard until <= Days.after(most, now) else { throw InterventionRefusal.exemptionTooLong(days: most) }
            let (place, named) = try await find(subject, in: accounts)
            guard !place.user.isOwned(by: approver) else {
                throw InterventionRefusal.approverIsOwner(approver, user: place.user.name)
            }
            let exemption = Exemption(
                subject: named, until: until, reason: reason, approver: approver, source: .command)
            let shown = inForce(exemption, place, at: now)
            let event = ExemptionEvent.granted(
                account: place.user.account, subject: named, until: until, reason: reason, approver: approver)
            return (shown, event, .exempted(shown))
        }
    }

    /// Ends an exemption that was granted by command; new notices begin with the next run.
    package func end(
        _ subject: String, reason: String, approver: String, run: RunID, in accounts: Set<AccountID> = []
    ) async throws -> Report {
        try await write(run) { now in
            let (place, named) = try await find(subject, in: accounts)
            let granted = try await EffectivePolicy(ledger: intervention.ledger).exemptions()
            guard let open = granted.first(where: { $0.subject == named && $0.holds(at: now) }) else {
                let others = ExemptionInForce.all(
                    of: place.user, in: place.account.account, policy: intervention.settings.policy, at: now)
                throw InterventionRefusal.noSuchExemption(subject, elsewhere: others.first?.exemption.source)
            }
            let shown = inForce(open, place, at: now)
            let event = ExemptionEvent.ended(
                account: place.user.account, subject: named, reason: reason, approver: approver)
            return (shown, event, .exemptionEnded(shown, reason: reason, approver: approver))
        }
    }

    /// Every exemption in force, wherever it was granted, for every user in the inventory.
    package static func list(
        _ ledger: any EventLog & InventoryStore, policy: Policy, at now: Date, in accounts: Set<AccountID> = []
    ) async throws -> [ExemptionInForce] {
        let policy = try await EffectivePolicy(ledger: ledger).policy(policy)
        var all: [ExemptionInForce] = []
        for try await found in try await InventorySearch(ledger, in: accounts).everyone() {
            all += ExemptionInForce.all(of: found.user, in: found.account.account, policy: policy, at: now)
        }
        return all
    }

    private func find(
        _ subject: String, in accounts: Set<AccountID>
    ) async throws -> (InventorySearch.Found, Exemption.Subject) {
        let search = InventorySearch(intervention.ledger, in: accounts)
        if let key = AccessKeyID(rawValue: subject) {
            do {
                return (try await search.holder(of: key), .key(key))
            } catch InterventionRefusal.unknownKey where !subject.hasPrefix("AKIA") {
                // Users' unique ids are of the same shape.
            }
        }
        let found = try await search.user(subject)
        return (found, .user(found.user.id.rawValue))
    }

    private func inForce(
        _ exemption: Exemption, _ place: InventorySearch.Found, at now: Date
    ) -> ExemptionInForce {
        let key: AccessKeyID? = if case .key(let id) = exemption.subject { id } else { nil }
        return ExemptionInForce(
            account: place.account.account, user: place.user, key: key, exemption: exemption,
            policy: intervention.settings.policy, at: now)
    }

    /// Records what `decide` returns at once, and notifies the channel.
    private func write(
        _ run: RunID, _ decide: (Date) async throws -> (ExemptionInForce, ExemptionEvent, Notification)
    ) async throws -> Report {
        try intervention.clock.checkAgainstAWS()
        try await intervention.refuseOlderCopy()
        try intervention.clock.checkEnd()
        let record = intervention.inbox(run)
        var decided: ExemptionInForce?
        let messages = try await record.write { now in
            let (exemption, event, notification) = try await decide(now)
            decided = exemption
            return InboxRecord.Entry(
                events: [.exemption(event, user: exemption.user.id, at: now)], notifications: [notification])
        }
        guard let decided else { throw LedgerError.failed(act: "recording the request", why: "nothing was decided") }
        return Report(exemption: decided, problems: try await record.send(messages, by: intervention.messenger))
    }
}
