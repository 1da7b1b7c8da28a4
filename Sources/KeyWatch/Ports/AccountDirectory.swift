package import KeyPolicy

/// Lists the accounts to watch.
package protocol AccountDirectory: Sendable {
    /// Throws when the list is incomplete: a partial list would make accounts look gone.
    func accounts() async throws -> AccountListing
}

/// Every visible account: those to watch, and why the others are not watched.
package struct AccountListing: Hashable, Codable, Sendable {
    /// In order of their ids.
    package let watched: [Account]
    /// Existing accounts that are not watched, each with the reason.
    package let unwatched: [AccountID: AccountAbsence]
    /// Why an account is not watched that is in neither of the two.
    package let otherwise: AccountAbsence
    /// Entries of the configuration that select accounts and match none.
    package let unmatched: [UnmatchedSelector]

    package init(
        watched: [Account], unwatched: [AccountID: AccountAbsence] = [:], otherwise: AccountAbsence,
        unmatched: [UnmatchedSelector] = []
    ) {
        self.watched = watched
        self.unwatched = unwatched
        self.otherwise = otherwise
        self.unmatched = unmatched
    }

    /// Throws `WatchRefusal.noSuchAccount` when one of them is not watched.
    func check(_ only: Set<AccountID>) throws {
        let ids = watched.map(\.id)
        guard let stranger = only.subtracting(ids).min() else { return }
        throw WatchRefusal.noSuchAccount(stranger, among: ids.sorted())
    }

    /// Why the account is not watched; nil when it is.
    package func absence(of account: AccountID) -> AccountAbsence? {
        watched.contains { $0.id == account } ? nil : unwatched[account] ?? otherwise
    }
}
