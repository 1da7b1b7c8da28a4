import FoundationEssentials
import KeyPolicy

/// Finds out what became of everything that an earlier run left open: claims without a delivery, and the outbox.
struct Settling: Sendable {
    let ledger: any Ledger
    let journal: RunJournal
    let messenger: any Messenger
    let clock: RunClock

    /// What stays open.
    struct Result: Sendable {
        /// Messages whose fate could not be looked up: nothing is sent again in their place yet.
        var unknownDeliveries: Set<MessageID> = []
        /// What words that are still in the outbox will make true.
        var pendingFacts: Set<ToldFact> = []
        /// Copies that surely didn't arrive and are still to be sent.
        var copies: [PromisedWord] = []
        var problems: [String] = []
    }

    /// Before anything is read from AWS: an untold word never waits for an account that can't be reached.
    func settleMessages() async throws -> Result {
        var result = Result()
        try await settleClaims(&result)
        try await drainOutbox(&result)
        return result
    }

    /// Deactivations without a result, once it can be read what became of them, and the words that waited for that.
    func settleDeactivations(_ outcomes: [ScanOutcome], after messages: Result) async throws -> Result {
        var result = messages
        let settled = try await settleDeactivations(outcomes, &result)
        try await drainOutbox(&result, only: settled)
        return result
    }

    private func settleClaims(_ result: inout Result) async throws {
        let claims = Dictionary(grouping: try await ledger.unsettledClaims(), by: \.notice.message)
        for (message, group) in claims.sorted(by: { $0.key < $1.key }) {
            guard let first = group.first?.notice else { continue }
            do {
                let found = try await messenger.find(
                    message, at: first.recipient, thread: nil, since: first.decidedAt.addingTimeInterval(-3_600))
                let facts = group.map { claim in
                    Fact.about(
                        claim.address,
                        found.map { .noticeDelivered(message: message, delivery: $0) }
                            ?? .noticeFailed(
                                message: message, reason: "looked up after a lost answer and not found",
                                mayHaveArrived: true), at: clock.policy())
                }
                try await journal.record(facts)
            } catch MessengerError.cannotLookUp(let why) {
                result.unknownDeliveries.insert(message)
                result.problems.append("\(MessengerError.cannotLookUp(why))")
            }
        }
    }

    /// An intent without a result: the run died around the call, so AWS is asked what the key is now.
    /// Those now known to have happened.
    private func settleDeactivations(
        _ outcomes: [ScanOutcome], _ result: inout Result
    ) async throws -> Set<KeyAddress> {
        var happened: Set<KeyAddress> = []
        let words = Dictionary(grouping: try await ledger.untoldWords().filter { $0.about != nil }, by: \.about)
        for (about, words) in words {
            guard let address = about else { continue }
            let histories = try await KeyHistories(ledger: ledger).of(address.user, in: address.account)
            guard let history = histories[address.key],
                history.deactivationPending || history.restorePending != nil
            else { continue }
            guard let status = try await status(of: address, outcomes), isOver(history, status) else {
                result.problems.append(
                    "Whether \(address.key.masked) in \(address.account) was switched by an earlier run could not "
                        + "be read; the next run asks again.")
                continue
            }
            let settled = history.deactivationPending ? deactivation(status) : restore(status, words)
            try await journal.record(
                settled.events.map { .about(address, $0, at: clock.policy()) }
                    + (settled.failure.map { reason in
                        words.map { .word(.withdrawn(message: $0.message, reason: reason), at: clock.policy()) }
                    } ?? []))
            if settled.failure == nil { happened.insert(address) }
        }
        return happened
    }

    /// Seconds for which IAM may still show what was before.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
    private static let consistency: Double = 300

    /// Whether what IAM shows can be believed: a change that is seen has happened; one that isn't may only be young.
    private func isOver(_ history: KeyHistory, _ status: KeyStatus) -> Bool {
        let isSeen = history.deactivationPending ? status != .active : status == .active
        return isSeen || clock.policy().timeIntervalSince(history.pendingSince ?? .distantPast) >= Self.consistency
    }

    /// Inactive, it is off as it was meant to be, and that is told. Of a deleted key it can't be said whether it was ever
    /// deactivated, so it isn't.
    private func deactivation(_ status: KeyStatus) -> (events: [KeyEvent], failure: String?) {
        if status == Self.deleted {
            let reason = "an earlier run ended around the call, and the key was deleted before it could be read again"
            return ([.deactivationFailed(reason: reason)], reason)
        }
        guard status == .active else { return ([.deactivated], nil) }
        let reason = "an earlier run ended around the call, and the key is active"
        // It may have been off and on again in between; only a new round makes sure that nobody is surprised.
        return ([.deactivationFailed(reason: reason), .roundEnded(reason: .reactivated)], reason)
    }

    private func restore(_ status: KeyStatus, _ words: [PromisedWord]) -> (events: [KeyEvent], failure: String?) {
        if status == .active { return (words.eventsOfRestore, nil) }
        let reason = "an earlier call ended around the restore, and the key is not active"
        return ([.restoreFailed(reason: reason)], reason)
    }

    /// Of a key that a successful listing of its user doesn't show.
    private static let deleted = KeyStatus.other("Deleted")

    /// Nil when it can't be said.
    private func status(of address: KeyAddress, _ outcomes: [ScanOutcome]) async throws -> KeyStatus? {
        guard let outcome = outcomes.first(where: { $0.account.id == address.account }), let reader = outcome.reader
        else { return nil }
        let users = try await ledger.everyUser(in: address.account)
        guard let user = users.first(where: { $0.user.id == address.user }) else {
            return outcome.isComplete ? Self.deleted : nil
        }
        do {
            let keys = try await reader.accessKeys(of: user.user.name)
            return keys.first { $0.id == address.key }?.status ?? Self.deleted
        } catch AccountReaderError.noSuchUser {
            return Self.deleted
        } catch {
            // Whatever it is, it doesn't say what the key is: asked again by the next run.
            return nil
        }
    }

    /// Copies that an earlier run left in the outbox, once nothing more urgent waits for Slack.
    func tell(_ copies: [PromisedWord]) async throws -> [String] {
        var problems: [String] = []
        for word in copies {
            if let problem = try await telling.tell(word).problem { problems.append(problem) }
        }
        return problems
    }

    private var telling: Telling { Telling(journal: journal, messenger: messenger, clock: clock) }

    /// Copies are looked for and not sent: hundreds of them at one message a second must not keep a promise waiting.
    private func drainOutbox(_ result: inout Result, only about: Set<KeyAddress>? = nil) async throws {
        for word in try await ledger.untoldWords() {
            if let about, !(word.about.map(about.contains) ?? false) { continue }
            if let about = word.about {
                let history = try await KeyHistories(ledger: ledger).of(about.user, in: about.account)[about.key]
                if history?.deactivationPending ?? false || history?.restorePending != nil { continue }
            }
            if word.thread == nil {
                if let problem = try await telling.tellAgain(word).problem { result.problems.append(problem) }
            } else if let fate = try await telling.lookFor(word) {
                if let problem = fate.problem { result.problems.append(problem) }
            } else {
                result.copies.append(word)
            }
        }
        result.pendingFacts = Set(try await ledger.untoldWords().flatMap(\.makesTrue))
    }
}
