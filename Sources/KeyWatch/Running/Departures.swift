import FoundationEssentials
import KeyPolicy

/// Accounts that leave the organisation: reported once, and nothing promised in them stands any longer.
struct Departures: Sendable {
    let ledger: any Ledger
    let clock: RunClock

    /// Those whose leaving nobody was told of yet.
    func unreported(_ left: [Account]) async throws -> [Account] {
        var fresh: [Account] = []
        for account in left where try await !isAway(account.id) { fresh.append(account) }
        return fresh
    }

    func facts(about estate: EstateScan.Result) async throws -> [Fact] {
        var facts: [Fact] = []
        for account in try await unreported(estate.left) {
            facts.append(.about(account.id, .left, at: clock.policy()))
            facts += try await endsOfRounds(in: account.id)
        }
        for outcome in estate.outcomes where try await isAway(outcome.account.id) {
            facts.append(.about(outcome.account.id, .returned, at: clock.policy()))
            // A restore while the account was away went on with a round; nobody watched what became of it.
            facts += try await endsOfRounds(in: outcome.account.id)
        }
        return facts
    }

    private func endsOfRounds(in account: AccountID) async throws -> [Fact] {
        var facts: [Fact] = []
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
        try await LedgerMemory(ledger: ledger).hasLeft(account)
    }
}

extension Fact {
    /// Whether it says that an account left; such a fact is written together with the word that tells of it.
    var isDeparture: Bool { body == .account(event: .left) }
}
