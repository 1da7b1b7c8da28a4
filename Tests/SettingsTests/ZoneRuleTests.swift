import FoundationEssentials
import KeyPolicy
import Testing

@testable import Settings

struct ZoneRuleTests {
    private func changes(_ rule: String, in year: String, _ next: String) throws -> [String] {
        let start = try #require(InstantText.read("\(year)-01-01T00:00Z"))
        let end = try #require(InstantText.read("\(next)-01-01T00:00Z"))
        return try #require(ZoneRule(rule))
            .transitions(after: Int64(start.timeIntervalSince1970) - 1, through: 2100)
            .filter { $0.at < Int64(end.timeIntervalSince1970) }
            .map { "\(Date(timeIntervalSince1970: Double($0.at)).ISO8601Format()) \($0.offset) \($0.abbreviation)" }
    }

    @Test func `Ireland counts its winter as the exception`() throws {
        #expect(
            try changes("IST-1GMT0,M10.5.0,M3.5.0/1", in: "2026", "2027") == [
                "2026-03-29T01:00:00Z 3600 IST", "2026-10-25T01:00:00Z 0 GMT",
            ])
    }

    @Test func `the southern hemisphere begins the year in summer`() throws {
        #expect(
            try changes("AEST-10AEDT,M10.1.0,M4.1.0/3", in: "2026", "2027") == [
                "2026-04-04T16:00:00Z 36000 AEST", "2026-10-03T16:00:00Z 39600 AEDT",
            ])
    }

    @Test func `changes before midnight reach into the day before`() throws {
        #expect(
            try changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", in: "2026", "2027") == [
                "2026-03-29T01:00:00Z -3600 -01", "2026-10-25T01:00:00Z -7200 -02",
            ])
    }

    @Test func `days of the year with and without 29 February`() throws {
        #expect(
            try changes("AAA0BBB,J60/0,J305/0", in: "2028", "2029") == [
                "2028-03-01T00:00:00Z 3600 BBB", "2028-10-31T23:00:00Z 0 AAA",
            ])
        #expect(
            try changes("AAA0BBB,59/0,304/0", in: "2028", "2029") == [
                "2028-02-29T00:00:00Z 3600 BBB", "2028-10-30T23:00:00Z 0 AAA",
            ])
    }

    @Test func `daylight time may last all year`() throws {
        #expect(try changes("XXX3EDT4,0/0,J365/23", in: "2027", "2028") == ["2027-01-01T03:00:00Z -14400 EDT"])
    }

    @Test(arguments: [
        "", "ES5", "EST", "EST5EDT", "EST5EDT,", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0", "EST25", "EST5:60", "EST5EDT,J0,J300", "EST5EDT,0,366", "EST5EDT,M3.2.0,M11.1.0,",
        "<ES>5", "<EST5", "EST5EDT,M3.2.0/168,M11.1.0", "EST5 EDT,M3.2.0,M11.1.0", "EST٥",
    ])
    func `what is not a rule is refused`(_ text: String) {
        #expect(ZoneRule(text) == nil)
    }
}
