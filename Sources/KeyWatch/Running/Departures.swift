import FoundationEssentials
import KeyPolicy

/// Accounts that are no longer watched: reported once, with the reason, and their promises end.
///
/// A reason that changes while an account is away is not reported again: for its keys it makes no difference.
struct Departures: Sendable {
    let ledger: any Ledger
    let clock: RunClock

    /// Those that were not reported yet.
    func unreported(_ left: [AbsentAccount]) async throws -> [AbsentAccount] {
        var fresh: [AbsentAccount] = []
        for absent in left where try await !isAway(absent.account.id) { fresh.append(absent) }
        return fresh
    }

    /// That these accounts left; recorded together with the message about them.
    func departures(of left: [AbsentAccount]) -> [NewEvent] {
        left.map { .about($0.account.id, .left(reason: $0.why), at: clock.policy()) }
    }

    /// What the decision records: the rounds in accounts that left end, and who came back is watched again.
    ///
    /// - Parameter left: ``unreported(_:)``.
    func facts(about outcomes: [ScanOutcome], left: [AbsentAccount]) async throws -> [NewEvent] {
        var facts: [NewEvent] = []
        for absent in left { facts += try await endsOfRounds(in: absent.account.id) }
        for outcome in outcomes where try await isAway(outcome.account.id) {
            // A restore while the account was away continued a round that nobody watched. The return comes last: until
            // it is recorded, the next run finds the account away and ends the rounds that are left.
            facts += try await endsOfRounds(in: outcome.account.id)
            facts.append(.about(outcome.account.id, .returned, at: clock.policy()))
        }
        return facts
    }

    private func endsOfRounds(in account: AccountID) async throws -> [NewEvent] {
        var facts: [NewEvent] = []
        for user in try await ledger.usersWithEvents(in: account).sorted() {
            let histories = try await KeyHistories(ledger: ledger).of(user, in: account)
            for (key, history) in histories.sorted(by: { $0.key < $1.key })
            where !history.notices.isEmpty && history.ended == nil {
                let address = KeyAddress(account: account, user: user, key: key)
                facts.append(.about(address, .roundEnded(reason: .accountLeft), at: clock.policy()))
            }
        }
        return facts
    }

    private func isAway(_ account: AccountID) async throws -> Bool {
        try await EffectivePolicy(ledger: ledger).hasLeft(account)
    }
}
