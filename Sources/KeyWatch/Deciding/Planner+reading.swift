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

        /// Others come first every day, for the case that time doesn't suffice for all.
        func people(at now: Date) -> [SlackUserID] {
            let people = named.sorted()
            guard !people.isEmpty else { return [] }
            let start = Int(now.timeIntervalSince1970 / Days.seconds) * Reachabilities.surelyAsked % people.count
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

    /// Users whose keys stay active because their owners can't be reached: listed for the channel once a week. They are
    /// findings every day.
    func weeklyList(of plan: Plan) async throws -> [Finding] {
        let found = plan.findings.filter { if case .ownerUnreachable = $0.kind { true } else { false } }
        // A run may begin a little earlier in the day than the one a week ago.
        let week = Days.after(-7, plan.at).addingTimeInterval(Gate.longestRun)
        guard !found.isEmpty,
            try await ledger.events(ofKind: .unreachableNamed, in: .runs, since: week).isEmpty
        else { return [] }
        return found
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
