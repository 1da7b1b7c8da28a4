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

/// The users and keys that a ledger knows, found by what tables print of them.
struct Subjects {
    private let keys: Set<AccessKeyID>
    private let ids: Set<UserID>
    private let users: [User]

    init(events: [LedgerEvent], users: [User]) {
        keys = Set(events.compactMap(\.key)).union(users.flatMap { $0.keys.map(\.id) })
        ids = Set(events.compactMap(\.user)).union(users.map(\.id))
        self.users = users
    }

    init(keys: Set<AccessKeyID>) {
        self.keys = keys
        (ids, users) = ([], [])
    }

    /// A whole id or name first: every user who has that name, in any account. Otherwise the one thing whose middle the
    /// text leaves out.
    ///
    /// - Throws: `AppContextError.ambiguous` if several fit.
    func named(_ subject: String) throws(AppContextError) -> (keys: Set<AccessKeyID>, users: Set<UserID>) {
        let exact = found { $0 == subject }
        guard exact.keys.isEmpty, exact.users.isEmpty, let cut = CutText(subject) else { return exact }
        let fitting = found(cut.fits)
        let names = Set(users.filter { fitting.users.contains($0.id) }.map(\.name))
        let unnamed = fitting.users.subtracting(users.map(\.id)).map(\.rawValue)
        let all = fitting.keys.map(\.rawValue) + names + unnamed
        guard all.count <= 1 else { throw .ambiguous(subject, all.sorted()) }
        return fitting
    }

    private func found(_ fits: (String) -> Bool) -> (keys: Set<AccessKeyID>, users: Set<UserID>) {
        let named = users.filter { fits($0.name) }.map(\.id)
        return (keys.filter { fits($0.rawValue) }, ids.filter { fits($0.rawValue) }.union(named))
    }
}

extension LedgerEvent {
    /// The users whom a list in the channel named.
    fileprivate var listed: [UserID] {
        guard stream == .runs, case .run(let event) = body else { return [] }
        return event.named
    }
}

/// Finds what a table or a message printed without its middle, among the users who are there.
struct CutNames {
    let inventory: any InventoryStore

    /// The whole id of the key, or the name or id of the user, that the text shortens; a text that shortens nothing as it
    /// is.
    ///
    /// - Throws: `AppContextError` where nothing fits, or several do.
    func whole(_ text: String, in accounts: Set<AccountID>) async throws -> String {
        guard CutText(text) != nil else { return text }
        let users = try await users(in: accounts)
        let named = try Subjects(events: [], users: users).named(text)
        if let key = named.keys.first { return key.rawValue }
        guard let user = users.first(where: { named.users.contains($0.id) }) else {
            throw AppContextError.notInLedger(text)
        }
        return named.users.count == 1 ? user.id.rawValue : user.name
    }

    /// The key that the text names; user names are not looked at.
    func key(_ text: String, in accounts: Set<AccountID>) async throws -> AccessKeyID {
        if let key = AccessKeyID(rawValue: text) { return key }
        let keys = Subjects(keys: Set(try await users(in: accounts).flatMap { $0.keys.map(\.id) }))
        guard let key = try keys.named(text).keys.first else { throw AppContextError.notInLedger(text) }
        return key
    }

    private func users(in accounts: Set<AccountID>) async throws -> [User] {
        var users: [User] = []
        for try await found in try await InventorySearch(inventory, in: accounts).everyone() {
            users.append(found.user)
        }
        return users
    }
}

/// A text whose middle was left out: `AKIA…WXYZ`, also written with three dots.
struct CutText {
    private let head: Substring
    private let tail: Substring

    init?(_ text: String) {
        guard let mark = text.firstRange(of: "…") ?? text.firstRange(of: "...") else { return nil }
        head = text[..<mark.lowerBound]
        tail = text[mark.upperBound...]
        guard head.count + tail.count >= 4 else { return nil }
    }

    func fits(_ whole: String) -> Bool {
        whole.count > head.count + tail.count && whole.hasPrefix(head) && whole.hasSuffix(tail)
    }
}
