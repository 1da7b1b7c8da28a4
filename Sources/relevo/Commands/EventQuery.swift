import KeyPolicy
import KeyWatch

/// Reads events from all streams, in order of time.
struct EventQuery {
    let ledger: any EventLog & InventoryStore

    /// Events, and what the inventory calls the accounts and users in them.
    struct Answer {
        let events: [LedgerEvent]
        let names: LedgerNames
        /// Sentences about users who were found by an earlier name.
        let remarks: [String]
    }

    /// - Parameter subject: a user's name, an earlier one too, or id, or a key's id, as tables print them too. Nil: all
    ///   events.
    /// - Throws: `AppContextError` where the ledger has nothing of that name, or several, or doesn't know an account.
    func answer(about subject: String?, in accounts: Set<AccountID>) async throws -> Answer {
        let known = try await ledger.accounts().map(\.account)
        try await check(accounts, among: known.map(\.id))
        let all = try await events(in: accounts)
        let users = try await users(in: known.map(\.id))
        let names = LedgerNames(accounts: known, users: users.map(\.user))
        guard let subject else { return Answer(events: all, names: names, remarks: []) }
        let asked = users.filter { accounts.isEmpty || accounts.contains($0.user.account) }
        let named = try Subjects(events: all, users: asked).named(subject)
        let events = all.filter { event in
            event.key.map { named.keys.contains($0) } ?? false || event.user.map { named.users.contains($0) } ?? false
                || !named.users.isDisjoint(with: event.listed)
        }
        if events.isEmpty, named.users.isEmpty, named.keys.isEmpty { throw AppContextError.notInLedger(subject) }
        let found = asked.filter { named.users.contains($0.user.id) }
        return Answer(events: events, names: names, remarks: found.compactMap { remark(on: $0, subject, names) })
    }

    /// Nil for a user who was found by today's name or by the id.
    private func remark(on known: UserInventory, _ subject: String, _ names: LedgerNames) -> String? {
        let cut = CutText(subject)
        func fits(_ text: String) -> Bool { text == subject || cut?.fits(text) ?? false }
        guard !fits(known.user.name), !fits(known.user.id.rawValue),
            let earlier = known.earlierNames?.last(where: fits)
        else { return nil }
        return "The user \(earlier) is called \(names.path(known.user.id)) now."
    }

    /// An account without events and without a scan is a mistake in the number.
    private func check(_ accounts: Set<AccountID>, among known: [AccountID]) async throws {
        guard !accounts.isEmpty else { return }
        let written = try await ledger.heads().compactMap { head in
            if case .account(let id) = head.stream { id } else { nil }
        }
        let all = Set(known + written)
        if let stranger = accounts.subtracting(all).min() {
            throw AppContextError.accountNotInLedger(stranger, known: all.sorted())
        }
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
    private func users(in accounts: [AccountID]) async throws -> [UserInventory] {
        var users: [UserInventory] = []
        for account in accounts { users += try await ledger.everyUser(in: account) }
        return users
    }
}

extension LedgerEvent {
    /// The users whom a list in the channel named, or whose deactivations were stopped or resumed.
    fileprivate var listed: [UserID] {
        switch stream {
        case .runs: if case .run(let event) = body { event.named } else { [] }
        case .inbox:
            switch body {
            case .stop(.stopped(let stop)): [stop.scope.user].compactMap(\.self)
            case .stop(.resumed(let scope, _, _)): [scope.user].compactMap(\.self)
            default: []
            }
        case .account: []
        }
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
