package import KeyPolicy

/// Which accounts there are to watch.
package protocol AccountDirectory: Sendable {
    /// Throws when the list can't be had whole: half a list would call accounts gone.
    func accounts() async throws -> AccountListing
}

/// Every account that can be seen: those to watch, and why others are not.
package struct AccountListing: Hashable, Sendable {
    /// In order of their ids.
    package let watched: [Account]
    /// Accounts that are there and not watched, each with why.
    package let unwatched: [AccountID: AccountAbsence]
    /// Why an account is not watched that is in neither of the two.
    package let otherwise: AccountAbsence
    /// What the configuration chooses accounts by and that is not there.
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

    /// Why the account is not watched; nil when it is.
    package func absence(of account: AccountID) -> AccountAbsence? {
        watched.contains { $0.id == account } ? nil : unwatched[account] ?? otherwise
    }
}
