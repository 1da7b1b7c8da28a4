import KeyPolicy

/// Accounts as tables name them: by name, with the number where a name is missing or two accounts share it.
struct AccountNames {
    private var names: [AccountID: String] = [:]

    init(_ accounts: some Sequence<Account>) {
        let distinct = Dictionary(accounts.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
        let shared = Dictionary(grouping: distinct.values) { $0 }
        for (id, name) in distinct where !name.isEmpty && name != id.rawValue {
            names[id] = shared[name]?.count == 1 ? name : "\(name) (\(id))"
        }
    }

    subscript(_ account: AccountID) -> String { names[account] ?? account.rawValue }

    /// `3 accounts (shop, data, web)`; the first five are named. One alone has its number too.
    func listed(_ accounts: [Account]) -> String {
        if accounts.count == 1, let only = accounts.first {
            return only.name == only.id.rawValue ? only.name : "\(only.id) \(only.name)"
        }
        return "\(Totals.count(accounts.count, "account")) (\(Self.listed(accounts.map { self[$0.id] })))"
    }

    /// The first five, and how many more there are.
    static func listed(_ names: [String]) -> String {
        let more = names.count - 5
        return names.prefix(5).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
