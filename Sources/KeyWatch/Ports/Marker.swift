package import FoundationEssentials

/// A stamp as it was found in a channel, its parts put together.
package struct Marker: Hashable, Sendable {
    package let stamp: SummaryMarker
    /// The name of its message within the channel.
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

/// Which part of a channel is to be read.
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
    /// The oldest message that was read, if more lie between it and the beginning of what was asked for; nil when
    /// everything was read.
    package let readDownTo: String?

    package init(markers: [Marker], newest: String?, readDownTo: String?) {
        self.markers = markers
        self.newest = newest
        self.readDownTo = readDownTo
    }
}
