import FoundationEssentials
import KeyPolicy

/// What deciding reads from the ledger.
extension Planner {
    func histories(of user: UserID, in account: AccountID) async throws -> [AccessKeyID: KeyHistory] {
        try await KeyHistories(ledger: ledger).of(user, in: account)
    }

    /// Slack ids that carry two names anywhere in the estate, also in accounts that are unknown today or that a command says
    /// nothing of; tags of accounts that left can't be fixed and count no longer.
    ///
    /// - Parameters:
    ///   - outcomes: accounts that are watched today, whatever the ledger says of them; a command knows none.
    ///   - left: accounts that left and of which the ledger doesn't know that yet.
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

    /// When the account was first seen whole; if that is now, the run will write it down.
    func knownSince(_ outcome: ScanOutcome) async throws -> (since: Date?, isFirst: Bool) {
        let events = try await ledger.events(
            ofKind: "accountKnown", in: .account(outcome.account.id), since: .distantPast)
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

/// Asks Slack about each person once a run.
actor Reachabilities {
    private let messenger: any Messenger
    private var known: [SlackUserID: Reachability] = [:]

    init(messenger: any Messenger) { self.messenger = messenger }

    /// What was asked already in this run; nil for everybody else.
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
