package import FoundationEssentials

/// A calendar date without a zone. FoundationEssentials has no named zones on Linux.
package struct CivilDate: Hashable, Sendable, Comparable, Codable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Refuses dates that don't exist, such as 2026-02-30.
    package init?(year: Int, month: Int, day: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date a clock `offset` seconds east of UTC shows at `instant`.
    package init(at instant: Date, offset: Int = 0) {
        self.init(daysSince1970: Int(((instant.timeIntervalSince1970 + Double(offset)) / Days.seconds).rounded(.down)))
    }

    package init(daysSince1970 days: Int) { (year, month, day) = Self.civil(daysSince1970: days) }

    /// The date that many days later; earlier for a negative number.
    package func adding(_ days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }

    /// The day after it.
    package var next: CivilDate { adding(1) }

    /// Days since 1970-01-01, by the proleptic Gregorian calendar.
    package var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// 1 for Monday to 7 for Sunday, as ISO 8601 counts.
    package var weekday: Int { ((daysSince1970 + 3) % 7 + 7) % 7 + 1 }

    package var text: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    package static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func civil(daysSince1970 days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Date {
    /// The instant without its fraction of a second, the precision of all that is remembered and compared. IAM may
    /// give a date with a fraction in one answer and without it in another, as the credential report does.
    package var wholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}

/// Arithmetic with days of 86,400 seconds, the only kind of day that a key's age is counted in.
package enum Days {
    package static let seconds: Double = 86_400

    /// Whole days from one instant to another, rounded down, also before zero.
    package static func whole(from start: Date, to end: Date) -> Int {
        Int((end.timeIntervalSince(start) / seconds).rounded(.down))
    }

    package static func after(_ days: Int, _ start: Date) -> Date {
        start.addingTimeInterval(Double(days) * seconds)
    }
}
