package import FoundationEssentials

/// The days that deactivations are counted by: civil days in the zone of the working hours, else in UTC. Without working hours
/// every day is a working day.
package struct WorkDays: Hashable, Sendable {
    private let hours: WorkingHours?

    package init(_ policy: Policy) { hours = policy.hours }

    /// The civil day of an instant.
    package func date(of instant: Date) -> CivilDate {
        CivilDate(at: instant, offset: hours?.zone.standing(at: instant).offset ?? 0)
    }

    package func isWorkingDay(_ date: CivilDate) -> Bool { hours?.isWorkingDay(date) ?? true }

    /// The working day on which a deadline can first be carried out: one that is after its day's hours counts for the next.
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

    /// Working days in a week, holidays aside; at least one.
    package var perWeek: Int { max(1, hours?.days.count ?? 7) }

    /// Days for which a working day is looked for.
    static let mostDays = 3_660
}
