import KeyPolicy

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
