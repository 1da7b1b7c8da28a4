import FoundationEssentials
package import KeyPolicy

/// `relevo restore`: activates a deactivated key for a while, and notifies everyone about it.
///
/// Intent with its messages → activate → record → send. Where a promise was in force, the end is a promise like any
/// other: the first run at or after it deactivates the key again, if the gate permits and today's recipient was told
/// when. Without one, for example for another owner, no end is announced, and the next round of notices begins as
/// usual.
package struct RestoreRequests: Sendable {
    private let intervention: Intervention
    private let restorer: any KeyRestorer

    package init(_ intervention: Intervention, restorer: any KeyRestorer) {
        self.intervention = intervention
        self.restorer = restorer
    }

    /// Throws `InterventionRefusal`, `WatchRefusal` or `LedgerError` when nothing was done.
    ///
    /// - Parameter seconds: how long the key stays active at least.
    package func restore(
        _ key: AccessKeyID, seconds: Double, reason: String, run: RunID, in accounts: Set<AccountID> = []
    ) async throws -> InterventionReport {
        try await intervention.underLease(run) { journal, now, doubt in
            let place = try await InventorySearch(intervention.ledger, in: accounts).holder(of: key)
            var report = try await restore(
                key, at: place, asked: now.addingTimeInterval(seconds), reason: reason, journal, doubt: doubt)
            try await stopWhatIsRestoredTwice(journal, &report.stops, &report.problems)
            return report
        }
    }

    /// The result of undoing a run's deactivations.
    package struct RunReport: Sendable {
        /// Every key of the run, in order, with its result; an error where nothing was done or had to be.
        package let keys: [(key: KeyAddress, result: Result<InterventionReport, any Error>)]
        /// Stops that follow from so many restores.
        package internal(set) var stops: [Stop] = []
        package internal(set) var problems: [String] = []

        /// Keys that are active again.
        package var restored: Int {
            keys.count { if case .success(let report) = $0.result { report.outcome == .done } else { false } }
        }

        /// Keys that were active before.
        package var activeAlready: Int {
            keys.count {
                if case .failure(InterventionRefusal.activeAlready) = $0.result { true } else { false }
            }
        }
    }

    /// Undoes a run's deactivations: each key like a single restore, independent of the others.
    ///
    /// Throws `InterventionRefusal.nothingDeactivated`, or in the middle of it too `WatchRefusal`, `LedgerError`,
    /// `MessengerError` or `Interruption`: what was restored by then is recorded and reported.
    package func restore(
        all undone: RunID, seconds: Double, reason: String, run: RunID, in accounts: Set<AccountID> = []
    ) async throws -> RunReport {
        try await intervention.underLease(run) { journal, now, doubt in
            let keys = try await EffectivePolicy(ledger: intervention.ledger).deactivated(in: undone)
                .filter { accounts.isEmpty || accounts.contains($0.account) }
            guard !keys.isEmpty else { throw InterventionRefusal.nothingDeactivated(run: undone) }
            let asked = now.addingTimeInterval(seconds)
            var results: [(KeyAddress, Result<InterventionReport, any Error>)] = []
            for address in keys {
                try intervention.clock.checkEnd()
                do {
                    let place = try await InventorySearch(intervention.ledger, in: [address.account])
                        .user(address.user.rawValue)
                    let done = try await restore(
                        address.key, at: place, asked: asked, reason: reason, journal, doubt: doubt)
                    results.append((address, .success(done)))
                } catch let error where Self.ends(error) {
                    throw error
                } catch {
                    results.append((address, .failure(error)))
                }
            }
            var report = RunReport(keys: results)
            try await stopWhatIsRestoredTwice(journal, &report.stops, &report.problems)
            return report
        }
    }

    /// Whether an error is about more than one key.
    private static func ends(_ error: any Error) -> Bool {
        error is LedgerError || error is MessengerError || error is WatchRefusal || error is Interruption
    }

    private func restore(
        _ key: AccessKeyID, at place: InventorySearch.Found, asked: Date, reason: String, _ journal: RunJournal,
        doubt: String?
    ) async throws -> InterventionReport {
        let planner = try await intervention.planner(doubt: doubt)
        let history = try await planner.histories(of: place.user.id, in: place.user.account)[key] ?? KeyHistory()
        guard !history.deactivationPending, history.restorePending == nil else {
            throw InterventionRefusal.unsettled(key)
        }
        // Relevo never changed its status.
        guard history.changedAt != nil else { throw InterventionRefusal.notDeactivatedByRelevo(key) }
        let session = try await restorer.session(for: place.user, run: journal.run)
        let current = try await session.user()
        let found = try intervention.check(current, key, is: place.user)
        let now = intervention.clock.policy()
        // IAM may show a key as active that was deactivated a minute ago.
        if found.status == .active, !history.isStale(.active, at: now) {
            // Where earlier notices don't count, no end was announced.
            let end = history.ended == .restored ? nil : history.restore?.until
            throw InterventionRefusal.activeAlready(key, until: end.flatMap { $0 > now ? $0 : nil })
        }
        guard history.deactivatedByRelevo else { throw InterventionRefusal.notDeactivatedByRelevo(key) }
        guard found.status == .inactive else {
            throw InterventionRefusal.notInactive(key, status: found.status.text)
        }
        let holder = try await intervention.action(
            .restore(Restoration(until: asked, reason: reason)), on: found, of: current, place, planner, now: now)
        let end = try await end(of: holder, history, asked: asked, planner, now: now)
        let restoration = Restoration(until: end, reason: reason)
        var action = PlannedAction(
            kind: .restore(restoration), account: holder.account, user: current, key: found, ageDays: holder.ageDays,
            addressee: holder.addressee)
        if end != nil { action.stop = planner.settings.policy.stops.holding(current) }
        return try await carryOut(action, restoration, notBefore: end ?? asked, session, journal)
    }

    /// When the key is deactivated again: never before the promised deadline. Nil where no promise would do that.
    private func end(
        of action: PlannedAction, _ history: KeyHistory, asked: Date, _ planner: Planner, now: Date
    ) async throws -> Date? {
        // Promises in an account that is no longer watched are over.
        if try await EffectivePolicy(ledger: intervention.ledger).hasLeft(action.account.id) { return nil }
        var restored = history
        restored.apply(.restoreIntended(until: asked, reason: ""), at: now)
        restored.apply(.restored, at: now)
        let policy = planner.settings.policy
        let today = RoundState.Today(
            of: action.key.id, user: action.user, history: restored, addressee: action.addressee,
            mode: planner.settings.mode(in: action.account.id), policy: policy, now: now,
            gateNow: intervention.clock.earlier(now), securityChannel: planner.settings.securityChannel?.rawValue)
        guard today.isBinding else { return nil }
        let round = RoundState(restored, today: today, policy: policy)
        guard let promise = round.promise else { return nil }
        let natural = Days.after(policy.deactivateAt, action.key.createdAt)
        return max(promise.deadline, natural, round.floor?.until ?? natural)
    }

    /// Two restores in an account in one day stop it: nothing more is deactivated there until somebody resumes.
    private func stopWhatIsRestoredTwice(
        _ journal: RunJournal, _ stops: inout [Stop], _ problems: inout [String]
    ) async throws {
        let intervention = intervention
        let due = try await RestoreStops(ledger: intervention.ledger, policy: intervention.settings.policy)
            .due(at: intervention.clock.policy())
        let record = InboxRecord(
            ledger: intervention.ledger, composer: intervention.composer, clock: intervention.clock, run: journal.run)
        for message in try await record.raise(due) {
            problems += [try await intervention.sender(journal).send(message).problem?.text].compactMap(\.self)
        }
        stops += due
    }

    private func carryOut(
        _ action: PlannedAction, _ restoration: Restoration, notBefore: Date, _ session: any RestoreSession,
        _ journal: RunJournal
    ) async throws -> InterventionReport {
        try intervention.clock.checkEnd()
        let sender = intervention.sender(journal)
        let now = intervention.clock.policy()
        let markers = try await intervention.markers(
            of: journal.run, until: notBefore, in: action.account.id, at: now)
        var messages: [OutboxMessage] = []
        for (audience, recipient, action) in action.audiences {
            for part in intervention.composer.compose(.restored(action, audience: audience), now: now) {
                let fact = restoration.until.map {
                    DeliveryFact(address: action.address, kind: .restoreTold(until: $0, recipient: recipient))
                }
                if let message = await sender.message(
                    part, to: recipient, about: action.address, makesTrue: [fact].compactMap(\.self),
                    trueUntil: restoration.until, markers: audience == .channel ? markers : [])
                {
                    messages.append(message)
                }
            }
        }
        guard Set(messages.map(\.recipient)).isSuperset(of: action.audiences.map(\.recipient)) else {
            throw InterventionRefusal.messageTooLong
        }
        try await sender.enqueue(
            messages,
            with: [
                .about(action.address, .restoreIntended(until: notBefore, reason: restoration.reason), at: now),
                .run(.markerPosted, at: now),
            ])
        do {
            try await session.restore(action.key.id, before: try await journal.confirmLease())
        } catch let error as LedgerError {
            throw error
        } catch {
            // A lost answer may hide a success; what was certainly refused is given up.
            let status = error is RestoreRefused ? action.key.status : try? await status(of: action.key.id, session)
            guard status == .active else {
                if error is RestoreRefused { try await giveUp(action, messages, "\(error)", journal) }
                return InterventionReport(action: action, outcome: .failed("\(error)"), problems: [])
            }
        }
        let at = intervention.clock.policy()
        try await journal.record(messages.eventsOfRestore.map { .about(action.address, $0, at: at) })
        try await intervention.ledger.forgetListing(
            of: [action.user.id], in: action.account.id, fence: journal.fence)
        var problems: [String] = []
        // The channel first: an owner gets a deadline only once other ledgers can see it.
        for message in messages.filter({ $0.recipient == .security }) + messages.filter({ $0.recipient != .security }) {
            guard problems.isEmpty || message.recipient == .security else { break }
            if let problem = try await sender.send(message).problem { problems.append(problem.text) }
        }
        return InterventionReport(action: action, outcome: .done, problems: problems)
    }

    private func status(of key: AccessKeyID, _ session: any RestoreSession) async throws -> KeyStatus? {
        try await session.user().keys.first { $0.id == key }?.status
    }

    private func giveUp(
        _ action: PlannedAction, _ messages: [OutboxMessage], _ reason: String, _ journal: RunJournal
    ) async throws {
        let at = intervention.clock.policy()
        try await journal.record(
            [.about(action.address, .restoreFailed(reason: reason), at: at)]
                + messages.map { .outbox(.withdrawn(id: $0.id, reason: reason), at: at) })
    }
}

extension [OutboxMessage] {
    /// The events of a restored key, by the messages about it: where none of them names an end, earlier notices don't
    /// count.
    var eventsOfRestore: [KeyEvent] {
        contains { !$0.makesTrue.isEmpty } ? [.restored] : [.restored, .roundEnded(reason: .restored)]
    }
}
