import FoundationEssentials
import KeyPolicy
import Testing

struct WorkingHoursTests {
    private static let lima = WorkingHours(
        zone: Zone(
            name: "America/Lima", first: .init(at: .distantPast, offset: -18_000, abbreviation: "-05"), transitions: []),
        days: [1, 2, 3, 4], from: 9 * 60, to: 16 * 60,
        holidays: [CivilDate("2026-12-24")].reduce(into: []) { set, date in
            if let date { set.insert(date) }
        })

    struct Case: Sendable, CustomTestStringConvertible {
        let at: String
        let isWithin: Bool
        let testDescription: String
    }

    @Test(arguments: [
        Case(at: "2026-12-23T13:59:59Z", isWithin: false, testDescription: "a second before nine"),
        Case(at: "2026-12-23T14:00:00Z", isWithin: true, testDescription: "nine"),
        Case(at: "2026-12-23T20:59:59Z", isWithin: true, testDescription: "a second before four"),
        Case(at: "2026-12-23T21:00:00Z", isWithin: false, testDescription: "four"),
        Case(at: "2026-12-24T15:00:00Z", isWithin: false, testDescription: "a holiday"),
        Case(at: "2026-12-25T15:00:00Z", isWithin: false, testDescription: "Friday"),
        Case(at: "2026-12-28T15:00:00Z", isWithin: true, testDescription: "Monday"),
        Case(at: "2026-12-28T03:00:00Z", isWithin: false, testDescription: "Sunday evening there, Monday in UTC"),
    ])
    func `working hours in Lima`(row: Case) throws {
        #expect(Self.lima.contains(try Date(row.at, strategy: .iso8601)) == row.isWithin)
    }

    @Test(arguments: [
        Case(at: "2026-03-06T13:30:00Z", isWithin: false, testDescription: "half past eight in winter"),
        Case(at: "2026-03-06T14:00:00Z", isWithin: true, testDescription: "nine in winter"),
        Case(at: "2026-03-09T12:59:59Z", isWithin: false, testDescription: "before nine in summer"),
        Case(at: "2026-03-09T13:00:00Z", isWithin: true, testDescription: "nine in summer, an hour earlier"),
        Case(at: "2026-11-02T13:30:00Z", isWithin: false, testDescription: "half past eight in winter again"),
    ])
    func `working hours follow the clocks of New York`(row: Case) throws {
        let hours = WorkingHours(zone: ZoneTests.newYork, days: [1, 2, 3, 4, 5], from: 540, to: 1_020, holidays: [])
        #expect(hours.contains(try Date(row.at, strategy: .iso8601)) == row.isWithin)
    }

    struct Missed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let runs: [String]
        let areMissed: Bool
    }

    /// Monday is 2026-12-21, Thursday a holiday; hours are from Monday to Thursday.
    @Test(arguments: [
        Missed(testDescription: "none", runs: [], areMissed: false),
        Missed(testDescription: "one working day", runs: ["2026-12-21T23:00Z"], areMissed: false),
        Missed(
            testDescription: "the same day twice", runs: ["2026-12-21T12:00Z", "2026-12-21T23:00Z"], areMissed: false),
        Missed(
            testDescription: "the second working day", runs: ["2026-12-21T23:00Z", "2026-12-22T23:00Z"],
            areMissed: true),
        Missed(
            testDescription: "a long weekend after a working day",
            runs: [
                "2026-12-23T23:00Z", "2026-12-24T23:00Z", "2026-12-25T23:00Z", "2026-12-26T23:00Z", "2026-12-27T23:00Z",
            ],
            areMissed: false),
        Missed(
            testDescription: "a job of Sundays, the second time", runs: ["2026-12-20T15:00Z", "2026-12-27T15:00Z"],
            areMissed: true),
        Missed(
            testDescription: "one evening there, two days in UTC", runs: ["2026-12-21T23:00Z", "2026-12-22T03:00Z"],
            areMissed: false),
    ])
    func `runs that miss the hours are told from a weekend`(row: Missed) {
        #expect(Self.lima.areMissed(by: row.runs.compactMap(InstantText.read)) == row.areMissed)
    }

    @Test func `the whole day ends at midnight`() throws {
        let hours = WorkingHours(zone: .utc, days: [4], from: 0, to: 1_440, holidays: [])
        #expect(hours.contains(try Date("2026-01-01T23:59:59Z", strategy: .iso8601)))
        #expect(!hours.contains(try Date("2026-01-02T00:00:00Z", strategy: .iso8601)))
    }
}

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
