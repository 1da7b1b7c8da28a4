package import FoundationEssentials
package import KeyPolicy

/// A marker as it was found in a channel, its parts put together.
package struct Marker: Hashable, Sendable {
    package let stamp: SummaryMarker
    /// The time stamp of its message within the channel.
    package let place: String
    /// By Slack's clock.
    package let postedAt: Date
    /// The app that posted it, by the id that Slack shows.
    package let author: String
    /// Whether our own app posted it, or one that the configuration names as an earlier one; nobody else's counts.
    package let isOurs: Bool
    /// Whether every part of it was there and could be read.
    package let isWhole: Bool

    package init(stamp: SummaryMarker, place: String, postedAt: Date, author: String, isOurs: Bool, isWhole: Bool) {
        self.stamp = stamp
        self.place = place
        self.postedAt = postedAt
        self.author = author
        self.isOurs = isOurs
        self.isWhole = isWhole
    }
}

/// The part of a channel to read.
package struct MarkerSearch: Hashable, Sendable {
    package enum Start: Hashable, Sendable {
        /// A message, itself included.
        case place(String)
        /// By Slack's clock.
        case instant(Date)
    }

    package let channel: String
    package let from: Start
    /// Only messages before this one; nil for all up to now.
    package let before: String?

    package init(channel: String, from: Start, before: String? = nil) {
        self.channel = channel
        self.from = from
        self.before = before
    }
}

/// What one call read of a channel.
package struct MarkerPage: Hashable, Sendable {
    /// Newest first.
    package let markers: [Marker]
    /// The newest message that was read; nil where there was none.
    package let newest: String?
    /// The oldest message that was read, if there are more between it and the start of the search; nil when everything
    /// was read.
    package let readDownTo: String?

    package init(markers: [Marker], newest: String?, readDownTo: String?) {
        self.markers = markers
        self.newest = newest
        self.readDownTo = readDownTo
    }
}

/// Hidden metadata of a run's summary, or of a command's message that names a deadline: it shows other runs that their
/// ledger is not the newest or not the only one.
package struct SummaryMarker: Hashable, Codable, Sendable {
    package let run: RunID
    /// The hash of the ledger's first event, the same in every copy of it.
    package let ledger: String
    /// The latest deadline that is promised in each account with open promises, those of this run included.
    package var promises: [AccountID: Date]
    /// Where the accounts don't fit into one message: the number of this one, from 1 on.
    package let part: Int
    package let parts: Int

    package init(run: RunID, ledger: String, promises: [AccountID: Date], part: Int = 1, parts: Int = 1) {
        self.run = run
        self.ledger = ledger
        self.promises = promises
        self.part = part
        self.parts = parts
    }

    /// Accounts per message; Slack accepts 8 KB of metadata, and an account needs 24 bytes.
    package static let accountsPerPart = 200

    /// The same in as many parts as needed: the first goes with the summary, the others into its thread.
    package var split: [SummaryMarker] {
        let sorted = promises.sorted { $0.key < $1.key }
        let parts = max(1, (sorted.count + Self.accountsPerPart - 1) / Self.accountsPerPart)
        return (0..<parts).map { index in
            let slice = sorted.dropFirst(index * Self.accountsPerPart).prefix(Self.accountsPerPart)
            return SummaryMarker(
                run: run, ledger: ledger, promises: Dictionary(slice.map { ($0.key, $0.value) }) { max($0, $1) },
                part: index + 1, parts: parts)
        }
    }
}
