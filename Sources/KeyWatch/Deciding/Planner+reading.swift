import FoundationEssentials
import KeyPolicy

/// What a decision reads from the ledger.
extension Planner {
    func histories(of user: UserID, in account: AccountID) async throws -> [AccessKeyID: KeyHistory] {
        try await KeyHistories(ledger: ledger).of(user, in: account)
    }

    /// The owners of all users, as their tags name them.
    struct Owners {
        fileprivate(set) var shared: Set<SlackUserID> = []
        /// People with active keys in the accounts that are watched and told about keys.
        fileprivate var named: Set<SlackUserID> = []

        /// Another part of them comes first every day, for the case that time doesn't suffice for all.
        func people(at now: Date) -> [SlackUserID] {
            let people = named.subtracting(shared).sorted()
            guard !people.isEmpty else { return [] }
            let day = Int(now.timeIntervalSince1970 / Days.seconds)
            let start = day * Reachabilities.mostAsked % people.count
            return Array(people[start...] + people[..<start])
        }
    }

    /// Slack ids with two names anywhere in the organization, also in accounts that are unknown today or that a
    /// command doesn't select. Tags in accounts that left can't be fixed and don't count.
    ///
    /// - Parameters:
    ///   - outcomes: accounts that are watched today, no matter what the ledger says about them; a command knows none.
    ///   - left: accounts that left, which the ledger doesn't know yet.
    func sharedSlackIDs(seen outcomes: [ScanOutcome], left: [AbsentAccount] = []) async throws -> Set<SlackUserID> {
        try await owners(seen: outcomes, left: left).shared
    }

    func owners(seen outcomes: [ScanOutcome], left: [AbsentAccount] = []) async throws -> Owners {
        var owners = Owners()
        let (seen, left) = (Set(outcomes.map(\.account.id)), Set(left.map(\.account.id)))
        var shared = SharedSlackIDs()
        for account in try await ledger.accounts().map(\.account.id) where !left.contains(account) {
            if !seen.contains(account), try await EffectivePolicy(ledger: ledger).hasLeft(account) { continue }
            for user in try await ledger.everyUser(in: account) where user.missingSince == nil {
                shared.see(user.user.owner)
                guard seen.contains(account), settings.mode(in: account) != .report, user.user.hasActiveKey,
                    let person = user.user.owner.slackUser
                else { continue }
                owners.named.insert(person)
            }
        }
        owners.shared = shared.ids
        return owners
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

    /// People asked about in a run before anything is due for them.
    static let mostAsked = 1_000
    private static let atOnce = 8

    /// Asks about people, several at once, until time is up or Slack doesn't answer.
    func ask(about people: [SlackUserID], until timeUp: (@Sendable () async throws -> Void)?) async {
        let messenger = messenger
        await withTaskGroup(of: (SlackUserID, Reachability)?.self) { group in
            var waiting = people.prefix(Self.mostAsked).makeIterator()
            func startNext() {
                guard let person = waiting.next() else { return }
                group.addTask { (person, await messenger.reachability(of: person)) }
            }
            if let timeUp {
                group.addTask {
                    try? await timeUp()
                    return nil
                }
            }
            for _ in 0..<Self.atOnce { startNext() }
            var missing = min(people.count, Self.mostAsked)
            while missing > 0, let (person, answer) = await group.next() ?? nil {
                missing -= 1
                // Whoever has something due is asked about again.
                if case .unknown = answer { break }
                known[person] = answer
                startNext()
            }
            group.cancelAll()
        }
    }

    func of(_ recipient: Recipient) async -> Reachability {
        guard case .person(let person) = recipient else { return .reachable }
        if let answer = known[person] { return answer }
        let answer = await messenger.reachability(of: person)
        known[person] = answer
        return answer
    }
}
