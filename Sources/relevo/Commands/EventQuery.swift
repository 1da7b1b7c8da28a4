import KeyPolicy
import KeyWatch

/// Collects events from all streams in order of time.
struct EventQuery {
    let ledger: any EventLog & InventoryStore

    func events(about subject: String?, in accounts: Set<AccountID>) async throws -> [LedgerEvent] {
        var users: Set<UserID> = []
        if let subject { users = try await ids(named: subject) }
        var events: [LedgerEvent] = []
        for head in try await ledger.heads() {
            if case .account(let account) = head.stream, !accounts.isEmpty, !accounts.contains(account) { continue }
            if case .runs = head.stream, !accounts.isEmpty { continue }
            var after = 0
            while true {
                let page = try await ledger.events(head.stream, after: after, limit: 1_000)
                events += page.filter { subject == nil || concerns($0, subject: subject ?? "", users: users) }
                guard let last = page.last, page.count == 1_000 else { break }
                after = last.sequence
            }
        }
        if let subject, events.isEmpty, users.isEmpty { throw AppContextError.notInLedger(subject) }
        return events.sorted { ($0.at, $0.stream, $0.sequence) < ($1.at, $1.stream, $1.sequence) }
    }

    private func concerns(_ event: LedgerEvent, subject: String, users: Set<UserID>) -> Bool {
        event.key?.rawValue == subject || event.user?.rawValue == subject
            || (event.user.map(users.contains) ?? false)
    }

    /// Every user who has or had that name, in any account.
    private func ids(named name: String) async throws -> Set<UserID> {
        var ids: Set<UserID> = []
        for account in try await ledger.accounts() {
            let users = try await ledger.everyUser(in: account.account.id)
            ids.formUnion(users.filter { $0.user.name == name }.map(\.user.id))
        }
        return ids
    }
}
