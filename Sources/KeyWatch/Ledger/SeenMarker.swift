package import FoundationEssentials
package import KeyPolicy

/// A marker of a run that this ledger doesn't know, as it is remembered.
package struct SeenMarker: Hashable, Codable, Sendable {
    package let ledger: String
    package let run: RunID
    /// By Slack's clock.
    package let postedAt: Date
    /// None later than a message of that time can promise.
    package let promises: [AccountID: Date]
    package let isWhole: Bool

    package init(ledger: String, run: RunID, postedAt: Date, promises: [AccountID: Date], isWhole: Bool) {
        self.ledger = ledger
        self.run = run
        self.postedAt = postedAt
        self.promises = promises
        self.isWhole = isWhole
    }

    init(_ marker: Marker, policy: Policy) {
        let furthest = policy.furthestDeadline(toldAt: marker.postedAt)
        self.init(
            ledger: marker.stamp.ledger, run: marker.stamp.run, postedAt: marker.postedAt,
            promises: marker.stamp.promises.mapValues { min($0, furthest) }, isWhole: marker.isWhole)
    }

    /// Whether it tells nothing new; instants are stored in milliseconds.
    func isSame(as other: SeenMarker) -> Bool {
        ledger == other.ledger && run == other.run && isWhole == other.isWhole
    }
}

extension Sequence<SeenMarker> {
    /// The latest of their promises in each account.
    var floors: [AccountID: LedgerFloor] {
        var floors: [AccountID: LedgerFloor] = [:]
        for marker in self {
            for (account, until) in marker.promises where until > floors[account]?.until ?? .distantPast {
                floors[account] = LedgerFloor(until: until, ledger: marker.ledger)
            }
        }
        return floors
    }
}
