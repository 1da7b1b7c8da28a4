import FoundationEssentials
import KeyPolicy
import Testing

/// The days that deactivations are counted by.
struct WorkDaysTests {
    private static func days(_ zone: Zone?) -> WorkDays {
        var policy = Policy()
        policy.hours = zone.map {
            WorkingHours(zone: $0, days: [1, 2, 3, 4, 5], from: 540, to: 1_020, holidays: [])
        }
        return WorkDays(policy)
    }

    @Test func `the day is the one of the zone of the working hours`() throws {
        // Half past ten in the evening in New York.
        let evening = try Date("2026-03-10T02:30:00Z", strategy: .iso8601)
        #expect(Self.days(ZoneTests.newYork).date(of: evening).text == "2026-03-09")
        #expect(Self.days(nil).date(of: evening).text == "2026-03-10")
    }

    @Test(arguments: [
        ("2026-03-09T12:00:00Z", "2026-03-09"), ("2026-03-09T20:59:59Z", "2026-03-09"),
        ("2026-03-09T21:00:00Z", "2026-03-10"), ("2026-03-13T21:00:00Z", "2026-03-16"),
        ("2026-03-14T16:00:00Z", "2026-03-16"),
    ])
    func `a deadline counts for the first working day whose hours are still ahead of it`(
        _ deadline: String, _ day: String
    ) throws {
        let deadline = try Date(deadline, strategy: .iso8601)
        #expect(Self.days(ZoneTests.newYork).day(for: deadline).text == day)
    }
}
