import FoundationEssentials
import KeyPolicy
import Testing

struct CivilDateTests {
    struct Known: Sendable, CustomTestStringConvertible {
        let text: String
        let days: Int
        let weekday: Int
        var testDescription: String { text }
    }

    @Test(arguments: [
        Known(text: "1970-01-01", days: 0, weekday: 4), Known(text: "1999-12-31", days: 10_956, weekday: 5),
        Known(text: "2000-02-29", days: 11_016, weekday: 2), Known(text: "2000-03-01", days: 11_017, weekday: 3),
        Known(text: "2026-01-01", days: 20_454, weekday: 4), Known(text: "2024-02-29", days: 19_782, weekday: 4),
        Known(text: "2038-01-19", days: 24_855, weekday: 2), Known(text: "2100-03-01", days: 47_541, weekday: 1),
    ])
    func `known dates have their days and weekdays`(known: Known) throws {
        let date = try #require(CivilDate(known.text))
        #expect(date.daysSince1970 == known.days)
        #expect(date.weekday == known.weekday)
        #expect(date.text == known.text)
        #expect(CivilDate(at: Date(timeIntervalSince1970: Double(known.days) * 86_400 + 86_399)) == date)
    }

    @Test func `leap years from 1972 to 2100`() {
        for year in 1972...2100 {
            let isLeap = year % 4 == 0 && year != 2100
            #expect((CivilDate(year: year, month: 2, day: 29) != nil) == isLeap, "\(year)")
        }
    }

    @Test func `every day of two centuries follows the one before it`() throws {
        var last = try #require(CivilDate("1970-01-01"))
        for day in 1...73_000 {
            let date = CivilDate(at: Date(timeIntervalSince1970: Double(day) * 86_400))
            try #require(date.daysSince1970 == day)
            try #require(last < date && date.weekday == last.weekday % 7 + 1)
            last = date
        }
    }

    @Test(arguments: [
        "", "2026-1-01", "2026-02-30", "2026-13-01", "2026-00-10", "2026-04-31", "2100-02-29", "26-01-01", "2026/01/01",
        "2026-01-01T", " 2026-01-01", "+026-01-01", "2026-01-0a", "1969-12-31", "٢٠٢٦-٠١-٠١", "2026-01-01-",
    ])
    func `what is no date is refused`(text: String) { #expect(CivilDate(text) == nil) }

    @Test func `the offset moves the day`() {
        let instant = Date(timeIntervalSince1970: 86_400 * 10 + 3_600)
        #expect(CivilDate(at: instant, offset: -3_601).daysSince1970 == 9)
        #expect(CivilDate(at: instant, offset: -3_600).daysSince1970 == 10)
        #expect(CivilDate(at: instant, offset: 82_800).daysSince1970 == 11)
        #expect(CivilDate(at: Date(timeIntervalSince1970: -1)).daysSince1970 == -1)
    }
}

struct DaysTests {
    @Test(
        arguments: zip(
            [0, 86_399, 86_400, -1, -86_400, -86_401, 86_400 * 91 - 1, 86_400 * 91], [0, 0, 1, -1, -1, -2, 90, 91]))
    func `whole days are rounded down, before zero too`(seconds: Double, days: Int) {
        #expect(Days.whole(from: Made.created, to: Made.created.addingTimeInterval(seconds)) == days)
    }

    @Test func `a key's age counts days of 86,400 seconds over a leap day`() throws {
        let before = try Date("2028-02-28T12:00:00Z", strategy: .iso8601)
        let after = try Date("2028-03-01T12:00:00Z", strategy: .iso8601)
        #expect(AccessKey(id: Made.keyID, status: .active, createdAt: before).age(at: after) == 2)
    }
}
