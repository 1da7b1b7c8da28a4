package import FoundationEssentials

/// The latest deadline in an account that this ledger doesn't know of: nothing there is deactivated before it, and no
/// earlier deadline is announced.
package struct LedgerFloor: Hashable, Codable, Sendable {
    package let until: Date
    /// The ledger that gave it, by the hash of its first event; nil where an approver continued without knowing it.
    package let ledger: String?

    package init(until: Date, ledger: String?) {
        self.until = until
        self.ledger = ledger
    }

    /// Enough of a ledger's hash to tell two of them apart.
    package static func shortName(_ ledger: String) -> String { String(ledger.prefix(12)) }
}

extension Policy {
    /// The floor under every deactivation in `account`; nil where there is none.
    package func floor(in account: AccountID) -> LedgerFloor? {
        [floors[account], gap.map { LedgerFloor(until: $0.floor, ledger: nil) }].compactMap(\.self)
            .max { $0.until < $1.until }
    }

    /// The latest deadline that a message sent at `told` can have promised, so that a message that says 2099 can't
    /// stop Relevo.
    ///
    /// The configuration may have been different when it was sent, so it is never less than `widestPromise` days.
    package func furthestDeadline(toldAt told: Date) -> Date {
        let shiftedLadder = deactivateAt - (ladder.first ?? deactivateAt)
        let longest = max(shiftedLadder, noticeDays, lateNoticeDays)
        return Days.after(max(longest + maxDelay + Self.slackDays, Self.widestPromise), told)
    }

    /// Days. Longer than any configuration that rotates keys in three months promises.
    package static let widestPromise = 92
    /// Further days by which a deadline may move: for working hours, or by a restore.
    private static let slackDays = 31
}

/// Runs that this ledger doesn't know, because it is an older copy or because they could not be seen.
///
/// What those runs promised is lost, so notices before `at` don't count, and nothing is deactivated before `floor`.
package struct LostRuns: Hashable, Sendable {
    package let at: Date
    package let floor: Date

    package init(at: Date, floor: Date) {
        self.at = at
        self.floor = floor
    }
}
