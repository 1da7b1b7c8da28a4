package import FoundationEssentials

/// The hours in which keys are deactivated.
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

    /// Whether runs that each found a due key outside of these hours can't be explained by a weekend or a holiday: they
    /// fell on two working days, or a week passed. Then the job's schedule must be checked.
    ///
    /// - Parameter runs: runs in a row, each of which held a due key only because of the hours.
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

/// The days that deactivations are counted by: civil days in the zone of the working hours, else in UTC. Without
/// working hours every day is a working day.
package struct WorkDays: Hashable, Sendable {
    private let hours: WorkingHours?

    package init(_ policy: Policy) { hours = policy.hours }

    /// The civil day of an instant.
    package func date(of instant: Date) -> CivilDate {
        CivilDate(at: instant, offset: hours?.zone.standing(at: instant).offset ?? 0)
    }

    package func isWorkingDay(_ date: CivilDate) -> Bool { hours?.isWorkingDay(date) ?? true }

    /// The working day on which a deadline can first be carried out: one that is after its day's hours counts for the
    /// next.
    package func day(for deadline: Date) -> CivilDate {
        let date = date(of: deadline)
        guard let hours else { return date }
        return hours.isWorkingDay(date) && hours.minute(at: deadline) < hours.to ? date : next(after: date)
    }

    /// The first working day after `date`.
    package func next(after date: CivilDate) -> CivilDate {
        var next = date.adding(1)
        guard let hours else { return next }
        // A calendar without a working day in ten years is a mistake in the holidays, not a reason to hang.
        for _ in 0..<Self.mostDays where !hours.isWorkingDay(next) { next = next.adding(1) }
        return next
    }

    /// Working days in a week, holidays not counted; at least one.
    package var perWeek: Int { max(1, hours?.days.count ?? 7) }

    /// The most days in which a working day is searched.
    static let mostDays = 3_660
}
