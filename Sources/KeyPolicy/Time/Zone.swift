package import FoundationEssentials

/// A named time zone as a value: the program reads it from the system's zone files.
package struct Zone: Hashable, Sendable {
    /// From `at` (inclusive) on, clocks are `offset` seconds east of UTC.
    package struct Transition: Hashable, Sendable {
        package let at: Date
        package let offset: Int
        package let abbreviation: String

        package init(at: Date, offset: Int, abbreviation: String) {
            self.at = at
            self.offset = offset
            self.abbreviation = abbreviation
        }
    }

    package let name: String
    private let first: Transition
    private let transitions: [Transition]

    /// - Parameters:
    ///   - name: as in the configuration, such as `America/Lima`.
    ///   - first: what holds before every transition; its `at` is ignored.
    ///   - transitions: in any order.
    package init(name: String, first: Transition, transitions: [Transition]) {
        self.name = name
        self.first = first
        self.transitions = transitions.sorted { $0.at < $1.at }
    }

    package static let utc = Zone(
        name: "UTC", first: Transition(at: .distantPast, offset: 0, abbreviation: "UTC"), transitions: [])

    /// What clocks in this zone show at `instant`: seconds east of UTC and the zone's abbreviation then.
    package func standing(at instant: Date) -> (offset: Int, abbreviation: String) {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        let standing = low == 0 ? first : transitions[low - 1]
        return (standing.offset, standing.abbreviation)
    }

    /// The first instant at which clocks in this zone show a later date.
    package func end(of date: CivilDate) -> Date {
        let midnight = Date(timeIntervalSince1970: Double(date.daysSince1970 + 1) * Days.seconds)
        let before = standing(at: midnight.addingTimeInterval(-Self.widest)).offset
        let changes = transitions.filter { abs($0.at.timeIntervalSince(midnight)) <= Self.widest }
        let instants = ([before] + changes.map(\.offset)).map { midnight.addingTimeInterval(-Double($0)) }
        // Clocks that go back show midnight twice: the first one counts. Clocks that skip midnight change at the
        // instant that would have been midnight.
        return zip(instants, [before] + changes.map(\.offset)).filter { standing(at: $0).offset == $1 }.map(\.0).min()
            ?? instants[0]
    }

    /// Seconds: no clock is further from UTC.
    private static let widest: Double = 16 * 3_600
}
