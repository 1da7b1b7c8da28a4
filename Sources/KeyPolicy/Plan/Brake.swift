package import FoundationEssentials

/// The limits on deactivations: how many may go in a day, how many deadlines a day has room for, and how many keys may fall due
/// unexpectedly before the alarm stops them.
package struct Brake: Sendable {
    /// A deactivation that the ledger holds, for counting.
    package struct Past: Hashable, Sendable {
        package let account: AccountID
        package let at: Date

        package init(account: AccountID, at: Date) {
            self.account = account
            self.at = at
        }
    }

    package let maxDeactivations: Int
    package let maxPercent: Int
    /// The configuration's own limit for an account.
    package let perAccount: [AccountID: Int]

    package init(maxDeactivations: Int, maxPercent: Int, perAccount: [AccountID: Int]) {
        self.maxDeactivations = maxDeactivations
        self.maxPercent = maxPercent
        self.perAccount = perAccount
    }

    /// The share of an account's active keys that is never too large: four keys at the least.
    package func share(of activeKeys: Int) -> Int { max(4, activeKeys * maxPercent / 100) }

    /// Deadlines that a day has room for in an account with so many active keys.
    func room(in account: AccountID, activeKeys: Int) -> Int {
        max(1, perAccount[account] ?? share(of: activeKeys))
    }

    /// Keys of the whole organization that may fall due unexpectedly: three days' limit.
    var unexpectedEverywhere: Int { 3 * maxDeactivations }
}
