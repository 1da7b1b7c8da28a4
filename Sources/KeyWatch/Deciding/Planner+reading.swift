import FoundationEssentials
import KeyPolicy

/// What a decision reads from the ledger.
extension Planner {
    func histories(of user: UserID, in account: AccountID) async throws -> [AccessKeyID: KeyHistory] {
        try await KeyHistories(ledger: ledger).of(user, in: account)
    }

    /// Slack ids with two names anywhere in the organization, also in accounts that are unknown today or that a
    /// command doesn't select. Tags in accounts that left can't be fixed and don't count.
    ///
    /// - Parameters:
    ///   - outcomes: accounts that are watched today, no matter what the ledger says about them; a command knows none.
    ///   - left: accounts that left, which the ledger doesn't know yet.
    func sharedSlackIDs(seen outcomes: [ScanOutcome], left: [AbsentAccount] = []) async throws -> Set<SlackUserID> {
        let (seen, left) = (Set(outcomes.map(\.account.id)), Set(left.map(\.account.id)))
        var shared = SharedSlackIDs()
        for account in try await ledger.accounts().map(\.account.id) where !left.contains(account) {
            if !seen.contains(account), try await EffectivePolicy(ledger: ledger).hasLeft(account) { continue }
            for user in try await ledger.everyUser(in: account) where user.missingSince == nil {
                shared.see(user.user.owner)
            }
        }
        return shared.ids
    }

    /// When the account's first complete scan began; if that is now, the run records it.
    func knownSince(_ outcome: ScanOutcome) async throws -> (since: Date?, isFirst: Bool) {
        let events = try await ledger.events(
            ofKind: .accountKnown, in: .account(outcome.account.id), since: .distantPast)
        for event in events {
            if case .account(.known(let since)) = event.body { return (since, false) }
        }
        return outcome.isComplete ? (outcome.startedAt, true) : (nil, false)
    }

    /// Keys that the ledger knows of a user who is gone.
    func goneKeys(of user: UserID, in account: AccountID) async throws -> [Observation] {
        try await histories(of: user, in: account).filter { !$0.value.gone }.keys.sorted().map {
            Observation(address: KeyAddress(account: account, user: user, key: $0), event: .gone)
        }
    }
}

/// Asks Slack about each person once per run.
actor Reachabilities {
    private let messenger: any ReachabilitySource
    private var known: [SlackUserID: Reachability] = [:]

    init(messenger: any ReachabilitySource) { self.messenger = messenger }

    /// The answer of this run; nil for a person who was not asked about.
    func known(_ recipient: Recipient) -> Reachability? {
        guard case .person(let person) = recipient else { return nil }
        return known[person]
    }

    func of(_ recipient: Recipient) async -> Reachability {
        guard case .person(let person) = recipient else { return .reachable }
        if let answer = known[person] { return answer }
        let answer = await messenger.reachability(of: person)
        known[person] = answer
        return answer
    }
}
