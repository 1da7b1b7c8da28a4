import FoundationEssentials
import KeyPolicy

/// Settles what an earlier run left open: the outbox, and deactivations without a result.
struct RunRecovery: Sendable {
    let ledger: any Ledger
    let journal: RunJournal
    let messenger: any Messenger
    let composer: any Composer
    let clock: RunClock

    /// What stays open.
    struct Result: Codable, Sendable {
        /// Messages that could not be looked up: nothing is sent again in their place yet.
        var unknownDeliveries: Set<MessageID> = []
        /// What messages that are still in the outbox will make true.
        var pendingFacts: Set<DeliveryFact> = []
        /// Channel copies that a look-up did not find, still to be sent; not part of its stored form.
        var copies: [LookedFor] = []
        var problems: [Problem] = []

        private enum CodingKeys: String, CodingKey { case unknownDeliveries, pendingFacts, problems }
    }

    /// A message that is still to be sent, with the result of its look-up.
    struct LookedFor: Sendable {
        let message: OutboxMessage
        let lookUp: OutboxSender.LookUp
    }

    /// Before anything is read from AWS: a queued message never waits for an account that can't be reached.
    func settleMessages() async throws -> Result {
        var result = Result()
        try await settleNotices(&result)
        try await drainOutbox(&result)
        return result
    }

    /// Settles deactivations without a result, by what AWS shows now, and sends the messages that waited for that.
    ///
    /// - Parameter result: of `settleMessages()`; keeps what was found before an error.
    func settleDeactivations(_ estate: EstateScan.Result, _ result: inout Result) async throws {
        let settled = try await settledKeys(estate, &result)
        try await drainOutbox(&result, only: settled)
    }

    private func settleNotices(_ result: inout Result) async throws {
        for message in try await ledger.unsentMessages() where message.isNotice {
            try clock.checkEnd()
            let (problem, isOpen) = try await sender.settleNotice(message)
            if isOpen { result.unknownDeliveries.insert(message.id) }
            if let problem { result.problems.append(problem) }
        }
    }

    /// Settles intents without a result: the run ended around the call, so the key's status is read from AWS. Returns
    /// the settled keys.
    private func settledKeys(
        _ estate: EstateScan.Result, _ result: inout Result
    ) async throws -> Set<KeyAddress> {
        var over: Set<KeyAddress> = []
        let messages = Dictionary(grouping: try await ledger.unsentMessages().filter { $0.about != nil }, by: \.about)
        for (about, messages) in messages {
            guard let address = about else { continue }
            let histories = try await KeyHistories(ledger: ledger).of(address.user, in: address.account)
            guard let history = histories[address.key],
                history.deactivationPending || history.restorePending != nil
            else { continue }
            // Only messages queued with the intent: older ones report a change that has happened, and are still to be
            // sent.
            let messages = messages.filter { $0.since >= history.pendingSince ?? .distantPast }
            guard estate.outcomes.contains(where: { $0.account.id == address.account }) else {
                result.problems.append(try await close(history, of: address, messages))
                continue
            }
            guard let status = try await status(of: address, estate), isOver(history, status) else {
                result.problems.append(unsettled(address, since: history.pendingSince))
                continue
            }
            let settled = history.deactivationPending ? deactivation(status) : restore(status, messages)
            try await journal.record(
                settled.events.map { .about(address, $0, at: clock.policy()) }
                    + (settled.failure.map { reason in
                        messages.map { .outbox(.withdrawn(id: $0.id, reason: reason), at: clock.policy()) }
                    } ?? []))
            over.insert(address)
        }
        return over
    }

    /// Its account is no longer watched, so the result can't be read any more: closed, and reported once.
    private func close(
        _ history: KeyHistory, of address: KeyAddress, _ messages: [OutboxMessage]
    ) async throws -> Problem {
        let reason = "its account was no longer watched before the result could be read"
        let event: KeyEvent =
            history.deactivationPending ? .deactivationFailed(reason: reason) : .restoreFailed(reason: reason)
        try await journal.record(
            [.about(address, event, at: clock.policy())]
                + messages.map { .outbox(.withdrawn(id: $0.id, reason: reason), at: clock.policy()) })
        let what = history.deactivationPending ? "deactivated" : "activated again"
        return Problem(
            .changeNeverKnown, about: .key(address.key, in: address.account),
            "It is unknown whether \(address.key.masked) in \(address.account) was \(what): \(reason). Nobody was "
                + "notified. If the account is still yours, check the key in IAM.")
    }

    private func unsettled(_ address: KeyAddress, since: Date?) -> Problem {
        Problem(
            .changeUnknown, about: .key(address.key, in: address.account), sentence(unsettled: address, since: since))
    }

    private func sentence(unsettled address: KeyAddress, since: Date?) -> String {
        let what = "whether an earlier run changed \(address.key.masked) in \(address.account)"
        guard let since, clock.policy().timeIntervalSince(since) >= KeyHistory.Unclear.patience else {
            return "Relevo could not read \(what); the next run asks again."
        }
        return
            "Since \(since.ISO8601Format()), Relevo has not been able to read \(what). Until it can, nothing is done "
            + "about that key. `relevo doctor` says why the account can't be read. If the account is closed, leave it "
            + "out with `accounts.exclude`."
    }

    /// Whether IAM's status is conclusive: a visible change has happened; one that isn't visible may only be recent.
    private func isOver(_ history: KeyHistory, _ status: KeyStatus) -> Bool {
        let isSeen = history.deactivationPending ? status != .active : status == .active
        return isSeen
            || clock.policy().timeIntervalSince(history.pendingSince ?? .distantPast) >= KeyHistory.consistency
    }

    /// An inactive key counts as deactivated, and that is reported. For a deleted key it is unknown whether it was
    /// deactivated, so that isn't reported.
    private func deactivation(_ status: KeyStatus) -> (events: [KeyEvent], failure: String?) {
        if status == Self.deleted {
            let reason = "an earlier run ended around the call, and the key was deleted before it could be read again"
            return ([.deactivationFailed(reason: reason)], reason)
        }
        guard status == .active else { return ([.deactivated], nil) }
        let reason = "an earlier run ended around the call, and the key is active"
        // It may have been inactive and active again in between; only a new round makes sure that nobody is surprised.
        return ([.deactivationFailed(reason: reason), .roundEnded(reason: .deactivationUnknown)], reason)
    }

    private func restore(_ status: KeyStatus, _ messages: [OutboxMessage]) -> (events: [KeyEvent], failure: String?) {
        if status == .active { return (messages.eventsOfRestore, nil) }
        let reason = "an earlier call ended around the restore, and the key is not active"
        return ([.restoreFailed(reason: reason)], reason)
    }

    /// The status of a key that a successful listing of its user doesn't show.
    private static let deleted = KeyStatus.other("Deleted")

    /// Nil when it is unknown.
    private func status(of address: KeyAddress, _ estate: EstateScan.Result) async throws -> KeyStatus? {
        guard let outcome = estate.outcomes.first(where: { $0.account.id == address.account }),
            let reader = estate.readers[address.account]
        else { return nil }
        // Only a complete scan knows today's names: an old name may belong to another user, or to nobody.
        let missing = outcome.isComplete ? Self.deleted : nil
        let users = try await ledger.everyUser(in: address.account)
        guard let user = users.first(where: { $0.user.id == address.user }) else { return missing }
        do {
            let keys = try await reader.accessKeys(of: user.user.name)
            return keys.first { $0.id == address.key }?.status ?? missing
        } catch AccountReaderError.noSuchUser {
            return missing
        } catch {
            // The status is unknown; the next run asks again.
            return nil
        }
    }

    /// Sends copies that an earlier run left in the outbox, once nothing more urgent waits for Slack.
    func send(_ copies: [LookedFor]) async throws -> [Problem] {
        var problems: [Problem] = []
        for copy in copies where !clock.isEndAsked {
            if let problem = try await sender.sendAgain(copy.message, after: copy.lookUp).problem {
                problems.append(problem)
            }
        }
        return problems
    }

    /// Messages that somebody without the lease may be sending at this moment.
    private func justPosted() async throws -> Set<MessageID> {
        let since = clock.policy().addingTimeInterval(-KeyHistory.consistency)
        let events = try await ledger.events(ofKind: .messageQueued, in: .inbox, since: since)
        return Set(
            events.compactMap { event in
                guard event.run != journal.run, case .outbox(.queued(let message)) = event.body else { return nil }
                return message.id
            })
    }

    private var sender: OutboxSender {
        OutboxSender(journal: journal, messenger: messenger, composer: composer, clock: clock)
    }

    /// Copies are looked up and not sent yet: hundreds of them at one message per second must not delay a promise.
    private func drainOutbox(_ result: inout Result, only about: Set<KeyAddress>? = nil) async throws {
        let justPosted = try await justPosted()
        var unseen: Set<KeyAddress> = []
        let open = try await ledger.unsentMessages().filter { !$0.isNotice }
        // An owner is told a restore's end only once other ledgers can see it in the channel.
        for message in open.filter({ !$0.markers.isEmpty }) + open.filter(\.markers.isEmpty) {
            if message.tellsEndOfRestore, let about = message.about, unseen.contains(about) { continue }
            if justPosted.contains(message.id) { continue }
            if let about, !(message.about.map(about.contains) ?? false) { continue }
            try clock.checkEnd()
            if let about = message.about {
                let history = try await KeyHistories(ledger: ledger).of(about.user, in: about.account)[about.key]
                if history?.deactivationPending ?? false || history?.restorePending != nil { continue }
            }
            if message.thread == nil || message.isKept {
                let outcome = try await sender.sendAgain(message)
                if let problem = outcome.problem { result.problems.append(problem) }
                if case .open = outcome, !message.markers.isEmpty, let about = message.about { unseen.insert(about) }
                continue
            }
            switch try await sender.lookFor(message) {
            case .found: break
            case .unreadable(let problem): result.problems.append(problem)
            case .absent: result.copies.append(LookedFor(message: message, lookUp: .absent))
            case .givenUp(let why): result.copies.append(LookedFor(message: message, lookUp: .givenUp(why)))
            }
        }
        result.pendingFacts = Set(try await ledger.unsentMessages().flatMap(\.makesTrue))
    }
}

extension OutboxMessage {
    /// Whether it tells an owner until when a key is active again.
    fileprivate var tellsEndOfRestore: Bool {
        recipient != .security && makesTrue.contains { if case .restoreTold = $0.kind { true } else { false } }
    }
}
