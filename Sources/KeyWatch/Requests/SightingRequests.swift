import FoundationEssentials
package import KeyPolicy

/// A change to a user's key that AWS reported as it happened.
package struct Sighting: Hashable, Sendable {
    package let account: AccountID
    /// As the request to IAM named the user.
    package let userName: String
    package let key: AccessKeyID
    /// Who did it.
    package let activity: KeyActivity

    package init(account: AccountID, userName: String, key: AccessKeyID, activity: KeyActivity) {
        self.account = account
        self.userName = userName
        self.key = key
        self.activity = activity
    }
}

/// Tells at once about a new key, or about one that somebody activated again, instead of in the next run.
///
/// The event only says where to look: the user is read from IAM, and the same decision is made as in a run. So an event
/// that arrives again, or after a run that has told about the key, changes nothing.
package struct SightingRequests: Sendable {
    /// What became of a sighting.
    package enum Outcome: Hashable, Sendable {
        case told
        /// Nothing was to be told, and why.
        case ignored(String)
        /// Not told, or not to everybody; the next run tells it.
        case failed(String)
    }

    let intervention: Intervention
    private let readers: any AccountReaders

    package init(_ intervention: Intervention, readers: any AccountReaders) {
        self.intervention = intervention
        self.readers = readers
    }

    /// Seconds to wait before IAM is read again, because it may not show the key yet.
    static let pauses: [Double] = [0, 2, 4, 8, 16, 30]

    /// Throws `InterventionRefusal.leaseHeld` while a run works: the sighting can be repeated.
    package func tell(_ sighting: Sighting, run: RunID) async throws -> Outcome {
        let place: AccountInventory
        switch try await watched(sighting.account) {
        case .success(let found): place = found
        case .failure(let ignored): return .ignored(ignored.why)
        }
        let reader = SightedReader(
            reader: try await readers.reader(for: place.account, run: run), sighting: sighting)
        guard let user = try await user(of: sighting, reader) else {
            return .ignored("IAM has no key \(sighting.key.masked) of \(sighting.userName)")
        }
        return try await intervention.underLease(run) { journal, now, _ in
            try await tell(sighting, about: user, in: place.account, reader, journal, at: now)
        }
    }

    struct NotWatched: Error {
        let why: String
    }

    /// The account, if runs watch it.
    func watched(_ account: AccountID) async throws -> Result<AccountInventory, NotWatched> {
        guard let place = try await intervention.ledger.account(account), place.completeAt != nil else {
            return .failure(
                NotWatched(why: "the account \(account) is not watched, or no complete scan of it was stored yet"))
        }
        guard try await !EffectivePolicy(ledger: intervention.ledger).hasLeft(account) else {
            return .failure(NotWatched(why: "the account \(account) is no longer watched"))
        }
        return .success(place)
    }

    /// The user with their keys as IAM has them now; nil if IAM doesn't show the key. A key that isn't active is read
    /// again: it was created or activated a moment ago.
    private func user(of sighting: Sighting, _ reader: any AccountReader) async throws -> User? {
        var found: User?
        for pause in Self.pauses {
            if pause > 0 { try await intervention.clock.sleep(pause) }
            try intervention.clock.checkEnd()
            let keys: [AccessKey]
            do { keys = try await reader.accessKeys(of: sighting.userName) } catch AccountReaderError.noSuchUser {
                continue
            }
            guard let key = keys.first(where: { $0.id == sighting.key }),
                var user = try await UserDetails(reader: reader).all().first(where: { $0.name == sighting.userName })
            else { continue }
            user.keys = keys
            found = user
            if key.status == .active { break }
        }
        return found
    }

    private func tell(
        _ sighting: Sighting, about user: User, in account: Account, _ reader: any AccountReader,
        _ journal: RunJournal, at now: Date
    ) async throws -> Outcome {
        let ledger = intervention.ledger
        try await settle(journal)
        let pending = Set(try await ledger.unsentMessages().flatMap(\.makesTrue))
        let planner = try await intervention.planner(doubt: nil)
        var plan = Plan(at: now, accounts: [])
        let decided = try await planner.decided(about: user, in: account, now: now)
        plan.actions = decided.flatMap(\.actions).filter {
            $0.key.id == sighting.key && $0.announcement.map { Self.kinds.contains($0.row.kind) } ?? false
        }
        guard !plan.actions.isEmpty else {
            let unknown = decided.flatMap(\.held).filter { $0.key.id == sighting.key && $0.reason.isFailedLookUp }
            guard unknown.isEmpty else { return .failed(unknown.map(\.reason.text).sorted().joined(separator: " ")) }
            return .ignored("nothing about \(sighting.key.masked) is to be told")
        }
        let summary = try await ledger.events(ofKind: .summaryPosted, in: .runs, since: Days.after(-1, now)).last
        let result = try await AnnouncementSender(
            sender: intervention.sender(journal), composer: intervention.composer, plan: plan,
            activities: KeyActivitySearch(
                readers: [account.id: reader], clock: intervention.clock, now: now),
            pending: pending, summary: summary?.summary
        ).announce()
        let failures = Set(result.problems.map(\.text) + result.outcomes.values.compactMap(\.error))
        return failures.isEmpty ? .told : .failed(failures.sorted().joined(separator: " "))
    }

    /// A call that was killed may have left its message open.
    func settle(_ journal: RunJournal) async throws {
        guard try await !intervention.ledger.unsentMessages().isEmpty else { return }
        _ = try await RunRecovery(
            ledger: intervention.ledger, journal: journal, messenger: intervention.messenger,
            composer: intervention.composer, clock: intervention.clock
        ).settleMessages()
    }

    private static let kinds: Set<Announcement.Kind> = [.newKey, .reactivated]
}

extension LedgerEvent {
    /// Where a run's summary was posted.
    fileprivate var summary: Delivery? {
        if case .run(.summaryPosted(let delivery)) = body { delivery } else { nil }
    }
}

extension Planner {
    /// What a run would decide about one user whose keys were just listed.
    func decided(about user: User, in account: Account, now: Date) async throws -> [UserDecision] {
        let outcome = ScanOutcome(account: account, startedAt: now, error: nil, remarks: [], listed: [user.id])
        let context = AccountContext(
            outcome: outcome, reader: nil, knownSince: try await knownSince(outcome).since,
            shared: try await sharedSlackIDs(seen: []), unknownDeliveries: [], now: now, usersWithEvents: [user.id])
        var problems: [Problem] = []
        let reachabilities = Reachabilities(messenger: messenger, clock: clock, since: context.now)
        return try await decide([user], context, reachabilities, &problems)
    }
}

/// Knows from the event itself who did it: CloudTrail's look-up shows it only minutes later.
private struct SightedReader: AccountReader {
    let reader: any AccountReader
    let sighting: Sighting

    var trail: any AuditTrail { SightedTrail(trail: reader.trail, sighting: sighting) }

    func prepareReport() async throws -> ReportProgress { try await reader.prepareReport() }

    func report() async throws -> CredentialReport { try await reader.report() }

    func users(after marker: String?) async throws -> UsersPage { try await reader.users(after: marker) }

    func accessKeys(of userName: String) async throws -> [AccessKey] { try await reader.accessKeys(of: userName) }

    func lastUse(of key: AccessKeyID) async throws -> LastUse { try await reader.lastUse(of: key) }
}

private struct SightedTrail: AuditTrail {
    let trail: any AuditTrail
    let sighting: Sighting

    var homeRegion: String { trail.homeRegion }

    func activities(_ question: KeyActivityQuestion) async -> [AccessKeyID: KeyActivityLookup] {
        question.keys.contains(sighting.key) ? [sighting.key: .found(sighting.activity)] : [:]
    }

    func calls(signedWith key: AccessKeyID, in region: String) async -> [KeyCall]? {
        await trail.calls(signedWith: key, in: region)
    }
}
