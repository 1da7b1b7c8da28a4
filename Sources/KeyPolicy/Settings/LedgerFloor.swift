package import FoundationEssentials

/// The latest deadline in an account that this ledger doesn't know of: nothing there is deactivated before it, and no
/// earlier deadline is told.
package struct LedgerFloor: Hashable, Sendable {
    package let until: Date
    /// The ledger that gave it, by the hash of its first event; nil where an approver went on without knowing.
    package let ledger: String?

    package init(until: Date, ledger: String?) {
        self.until = until
        self.ledger = ledger
    }

    /// Enough of a ledger's hash to tell two of them apart.
    package static func shortName(_ ledger: String) -> String { String(ledger.prefix(12)) }
}

extension Policy {
    /// What stands against any deactivation in `account` before its time; nil where nothing does.
    package func floor(in account: AccountID) -> LedgerFloor? {
        [floors[account], gap.map { LedgerFloor(until: $0.floor, ledger: nil) }].compactMap(\.self)
            .max { $0.until < $1.until }
    }

    /// The last instant that a message of `told` can have promised: nobody can stop Relevo with one that says 2099.
    ///
    /// The configuration may have been another one when it was sent, so it is never less than `widestPromise` days.
    package func furthestDeadline(toldAt told: Date) -> Date {
        let shiftedLadder = deactivateAt - (ladder.first ?? deactivateAt)
        let longest = max(shiftedLadder, noticeDays, lateNoticeDays)
        return Days.after(max(longest + maxDelay + Self.slackDays, Self.widestPromise), told)
    }

    /// Days. Longer than any configuration that rotates keys in three months promises.
    package static let widestPromise = 92
    /// Days by which a deadline may be moved out besides: for working hours, by a restore.
    private static let slackDays = 31
}

/// Runs that this ledger knows nothing of, because an older copy of it took their place or nobody could see them.
///
/// What those runs promised is lost, so nothing said before `at` counts, and nothing happens before `floor`.
package struct LostRuns: Hashable, Sendable {
    package let at: Date
    package let floor: Date

    package init(at: Date, floor: Date) {
        self.at = at
        self.floor = floor
    }
}
