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

    /// Grants an exemption; one that the same user or key already has by command is replaced.
    ///
    /// - Parameter subject: an access key id, or a user's name, ARN or unique id.
    package func grant(
        _ subject: String, until: Date, reason: String, approver: String, run: RunID, in accounts: Set<AccountID> = []
    ) async throws -> Report {
        try await intervention.underLease(run) { journal, now, _ in
            guard until > now else { throw InterventionRefusal.notAhead(until) }
            let most = intervention.settings.policy.maxExemptionDays
            guard until <= Days.after(most, now) else { throw InterventionRefusal.exemptionTooLong(days: most) }
            let (place, named) = try await find(subject, in: accounts)
            guard !place.user.isOwned(by: approver) else {
                throw InterventionRefusal.approverIsOwner(approver, user: place.user.name)
            }
            let exemption = Exemption(
                subject: named, until: until, reason: reason, approver: approver, source: .command)
            return try await carryOut(
                .granted(subject: named, until: until, reason: reason, approver: approver), exemption, place, journal,
                at: now
            ) { .exempted($0) }
        }
    }

    /// Ends an exemption that was granted by command; new notices begin with the next run.
    package func end(
        _ subject: String, reason: String, approver: String, run: RunID, in accounts: Set<AccountID> = []
    ) async throws -> Report {
        try await intervention.underLease(run) { journal, now, _ in
            let (place, named) = try await find(subject, in: accounts)
            let stream = StreamID.account(place.user.account)
            let granted = try await EffectivePolicy(ledger: intervention.ledger).exemptions(in: stream)
            guard let open = granted.first(where: { $0.subject == named && $0.holds(at: now) }) else {
                let others = ExemptionInForce.all(
                    of: place.user, in: place.account.account, policy: intervention.settings.policy, at: now)
                throw InterventionRefusal.noSuchExemption(subject, elsewhere: others.first?.exemption.source)
            }
            return try await carryOut(
                .ended(subject: named, reason: reason, approver: approver), open, place, journal, at: now
            ) { .exemptionEnded($0, reason: reason, approver: approver) }
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

    private func carryOut(
        _ event: ExemptionEvent, _ exemption: Exemption, _ place: InventorySearch.Found, _ journal: RunJournal,
        at now: Date, _ notification: (ExemptionInForce) -> Notification
    ) async throws -> Report {
        let key: AccessKeyID? = if case .key(let id) = exemption.subject { id } else { nil }
        let inForce = ExemptionInForce(
            account: place.account.account, user: place.user, key: key, exemption: exemption,
            policy: intervention.settings.policy, at: now)
        let sender = intervention.sender(journal)
        var messages: [OutboxMessage] = []
        let markers = try await intervention.markers(of: journal.run, until: nil, in: place.user.account, at: now)
        for part in intervention.composer.compose(notification(inForce), now: now) {
            if let message = await sender.message(part, to: .security, markers: markers) { messages.append(message) }
        }
        try await sender.enqueue(
            messages,
            with: [
                .exemption(event, in: place.user.account, user: place.user.id, at: now), .run(.markerPosted, at: now),
            ])
        var problems: [String] = []
        for message in messages {
            if let problem = try await sender.send(message).problem { problems.append(problem.text) }
        }
        return Report(exemption: inForce, problems: problems)
    }
}
