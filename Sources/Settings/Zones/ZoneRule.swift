import FoundationEssentials
import KeyPolicy

/// The rule after a zone file's last transition, in POSIX `TZ` form (`EST5EDT,M3.2.0,M11.1.0`).
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
        // POSIX counts offsets westward, unlike everything else.
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
            // Daylight time all year is written as an end at the same instant as the next start.
            let start = Int64(daylight.start.second(of: year) - offset)
            changes[start] = Change(at: start, offset: daylight.offset, abbreviation: daylight.name)
        }
        return changes.values.filter { $0.at > end }.sorted { $0.at < $1.at }
    }
}

/// A day of the year and the second after its midnight, local time, at which clocks change.
struct ZoneRuleDay {
    enum Day {
        /// Week 5 is the last; 0 for Sunday to 6.
        case weekday(month: Int, week: Int, weekday: Int)
        /// 1 to 365, without 29 February.
        case withoutLeapDay(Int)
        /// 0 to 365, with 29 February.
        case withLeapDay(Int)
    }

    let day: Day
    let time: Int

    /// Local seconds since 1970.
    func second(of year: Int) -> Int { days(of: year) * 86_400 + time }

    private func days(of year: Int) -> Int {
        let newYear = Self.days(year, 1, 1)
        switch day {
        case .withLeapDay(let number):
            return newYear + number
        case .withoutLeapDay(let number):
            let isLeap = Self.days(year, 3, 1) - newYear == 60
            return newYear + number - 1 + (isLeap && number >= 60 ? 1 : 0)
        case .weekday(let month, let week, let weekday):
            let first = Self.days(year, month, 1)
            let next = month == 12 ? Self.days(year + 1, 1, 1) : Self.days(year, month + 1, 1)
            // 1970-01-01 was a Thursday, 4 in this count.
            let firstWeekday = (first + 4) % 7
            let found = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return found < next ? found : found - 7
        }
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        CivilDate(year: year, month: month, day: day)?.daysSince1970 ?? 0
    }
}
