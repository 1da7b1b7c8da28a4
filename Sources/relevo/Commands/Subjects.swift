import KeyPolicy
import KeyWatch

/// The users and keys that a ledger knows, found by what tables print of them.
struct Subjects {
    private let keys: Set<AccessKeyID>
    private let ids: Set<UserID>
    /// With all their names, today's first.
    private let users: [(id: UserID, names: [String])]

    init(events: [LedgerEvent], users: [User]) {
        self.init(events, users, names: users.map { ($0.id, [$0.name]) })
    }

    /// Finds users by their earlier names too.
    init(events: [LedgerEvent], users: [UserInventory]) {
        self.init(
            events, users.map(\.user), names: users.map { ($0.user.id, [$0.user.name] + ($0.earlierNames ?? [])) })
    }

    private init(_ events: [LedgerEvent], _ users: [User], names: [(UserID, [String])]) {
        keys = Set(events.compactMap(\.key)).union(users.flatMap { $0.keys.map(\.id) })
        ids = Set(events.compactMap(\.user)).union(users.map(\.id))
        self.users = names
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
        let names = Set(users.filter { fitting.users.contains($0.id) }.compactMap(\.names.first))
        let unnamed = fitting.users.subtracting(users.map(\.id)).map(\.rawValue)
        let all = fitting.keys.map(\.rawValue) + names + unnamed
        guard all.count <= 1 else { throw .ambiguous(subject, all.sorted()) }
        return fitting
    }

    private func found(_ fits: (String) -> Bool) -> (keys: Set<AccessKeyID>, users: Set<UserID>) {
        let named = users.filter { $0.names.contains(where: fits) }.map(\.id)
        return (keys.filter { fits($0.rawValue) }, ids.filter { fits($0.rawValue) }.union(named))
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
