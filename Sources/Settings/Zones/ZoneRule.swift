import FoundationEssentials
import KeyPolicy

/// What holds after a zone file's last transition, written as POSIX writes `TZ` (`EST5EDT,M3.2.0,M11.1.0`).
/// https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
struct ZoneRule {
    struct Change: Equatable {
        /// Seconds since 1970.
        let at: Int64
        let offset: Int
        let abbreviation: String
    }

    private struct Daylight {
        let name: String
        let offset: Int
        let start: ZoneRuleDay
        let end: ZoneRuleDay
    }

    private let name: String
    private let offset: Int
    private let daylight: Daylight?

    init?(_ text: String) {
        var reader = ZoneRuleReader(text)
        guard let name = reader.takeName(), let west = reader.takeTime(hours: 24) else { return nil }
        self.name = name
        // POSIX counts westward, everyone else eastward.
        offset = -west
        if reader.isAtEnd {
            daylight = nil
            return
        }
        guard let summer = reader.takeName() else { return nil }
        var summerOffset = offset + 3_600
        if !reader.startsRule {
            guard let west = reader.takeTime(hours: 24) else { return nil }
            summerOffset = -west
        }
        guard let start = reader.takeDay(), let end = reader.takeDay(), reader.isAtEnd else { return nil }
        daylight = Daylight(name: summer, offset: summerOffset, start: start, end: end)
    }

    var offsets: [Int] { [offset] + (daylight.map { [$0.offset] } ?? []) }

    /// All changes later than `end` (seconds since 1970), up to and including the year `last`.
    func transitions(after end: Int64, through last: Int) -> [Change] {
        guard let daylight, end < 4_200_000_000 else { return [] }
        let instant = Date(timeIntervalSince1970: Double(end))
        let firstYear = end > 0 ? CivilDate(at: instant).year : 1970
        guard firstYear <= last else { return [] }
        var changes: [Int64: Change] = [:]
        for year in firstYear...last {
            let stop = Int64(daylight.end.second(of: year) - daylight.offset)
            changes[stop] = changes[stop] ?? Change(at: stop, offset: offset, abbreviation: name)
            // Daylight time that never ends is written as an end that falls together with the next start.
            let start = Int64(daylight.start.second(of: year) - offset)
            changes[start] = Change(at: start, offset: daylight.offset, abbreviation: daylight.name)
        }
        return changes.values.filter { $0.at > end }.sorted { $0.at < $1.at }
    }
}
