import KeyPolicy
import KeyWatch

/// Reads events from all streams, in order of time.
struct EventQuery {
    let ledger: any EventLog & InventoryStore

    /// - Parameter subject: a user's name or id, or a key's id, as tables print them too. Nil: all events.
    /// - Throws: `AppContextError` where the ledger has nothing of that name, or several.
    func events(about subject: String?, in accounts: Set<AccountID>) async throws -> [LedgerEvent] {
        let all = try await events(in: accounts)
        guard let subject else { return all }
        let named = try await Subjects(events: all, users: users(in: accounts)).named(subject)
        let events = all.filter { event in
            event.key.map { named.keys.contains($0) } ?? false || event.user.map { named.users.contains($0) } ?? false
                || !named.users.isDisjoint(with: event.listed)
        }
        if events.isEmpty, named.users.isEmpty, named.keys.isEmpty { throw AppContextError.notInLedger(subject) }
        return events
    }

    /// What the inventory calls accounts and users.
    func names() async throws -> LedgerNames {
        LedgerNames(
            accounts: try await ledger.accounts().map(\.account), users: try await users(in: []))
    }

    private func events(in accounts: Set<AccountID>) async throws -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        for head in try await ledger.heads() {
            if case .account(let account) = head.stream, !accounts.isEmpty, !accounts.contains(account) { continue }
            if case .runs = head.stream, !accounts.isEmpty { continue }
            var after = 0
            while true {
                let page = try await ledger.events(head.stream, after: after, limit: 1_000)
                events += page
                guard let last = page.last, page.count == 1_000 else { break }
                after = last.sequence
            }
        }
        if !accounts.isEmpty {
            // Requests of all accounts share a stream; their messages go with them.
            let requests = Set(events.filter { $0.isRequest(about: accounts) }.map(\.run))
            events.removeAll {
                $0.stream == .inbox && !$0.isRequest(about: accounts) && !($0.isOfOutbox && requests.contains($0.run))
            }
        }
        return events.sorted { ($0.at, $0.stream, $0.sequence) < ($1.at, $1.stream, $1.sequence) }
    }

    /// Also those who are gone: their events remain.
    private func users(in accounts: Set<AccountID>) async throws -> [User] {
        var users: [User] = []
        for account in try await ledger.accounts().map(\.account.id)
        where accounts.isEmpty || accounts.contains(account) {
            users += try await ledger.everyUser(in: account).map(\.user)
        }
        return users
    }
}

extension LedgerEvent {
    /// The users whom a list in the channel named.
    fileprivate var listed: [UserID] {
        guard stream == .runs, case .run(let event) = body else { return [] }
        return event.named
    }

    fileprivate var isOfOutbox: Bool { if case .outbox = body { true } else { false } }

    /// A request about everything is about each account too.
    fileprivate func isRequest(about accounts: Set<AccountID>) -> Bool {
        switch body {
        case .stop(.stopped(let stop)): stop.scope.account.map(accounts.contains) ?? true
        case .stop(.resumed(let scope, _, _)): scope.account.map(accounts.contains) ?? true
        case .exemption(.granted(let account, _, _, _, _)), .exemption(.ended(let account, _, _, _)):
            accounts.contains(account)
        default: false
        }
    }
}
