package import FoundationEssentials

/// When somebody is there to answer: keys are deactivated only then.
package struct WorkingHours: Hashable, Sendable {
    package let zone: Zone
    /// 1 for Monday to 7 for Sunday.
    package let days: Set<Int>
    /// Minutes after midnight; `to` is exclusive.
    package let from: Int
    package let to: Int
    package let holidays: Set<CivilDate>

    package init(zone: Zone, days: Set<Int>, from: Int, to: Int, holidays: Set<CivilDate>) {
        self.zone = zone
        self.days = days
        self.from = from
        self.to = to
        self.holidays = holidays
    }

    package func isWorkingDay(_ date: CivilDate) -> Bool {
        days.contains(date.weekday) && !holidays.contains(date)
    }

    /// Whether runs that each found a due key outside of these hours are more than a weekend or a holiday: they fell on two
    /// working days, or a week passed. Whoever runs the job has to look.
    ///
    /// - Parameter runs: runs in a row, each of which held a due key for the hours alone.
    package func areMissed(by runs: [Date]) -> Bool {
        let days = Set(runs.map { CivilDate(at: $0, offset: zone.standing(at: $0).offset) })
        guard let first = days.min(), let last = days.max() else { return false }
        return days.filter(isWorkingDay).count >= 2 || last.daysSince1970 - first.daysSince1970 >= 7
    }

    package func contains(_ instant: Date) -> Bool {
        let offset = zone.standing(at: instant).offset
        guard isWorkingDay(CivilDate(at: instant, offset: offset)) else { return false }
        let minute = minute(at: instant)
        return minute >= from && minute < to
    }

    /// Minutes after midnight that a clock in the zone shows at `instant`.
    func minute(at instant: Date) -> Int {
        let offset = zone.standing(at: instant).offset
        let seconds = (Int(instant.timeIntervalSince1970.rounded(.down)) + offset) % 86_400
        return (seconds + 86_400) % 86_400 / 60
    }
}
