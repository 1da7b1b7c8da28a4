import FoundationEssentials
import KeyPolicy
import Testing

struct InstantTextTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00Z", 0), ("2026-12-01T17:00:00Z", 1_796_144_400),
            ("2026-12-01T17:00Z", 1_796_144_400), ("2026-12-01T12:00:00-05:00", 1_796_144_400),
            ("2026-12-01T22:45:30+05:45", 1_796_144_430), ("2028-02-29T00:00Z", 1_835_395_200),
        ] as [(String, Double)])
    func `an instant is read, and ends when it says`(_ text: String, _ seconds: Double) {
        #expect(InstantText.read(text)?.timeIntervalSince1970 == seconds)
        #expect(InstantText.end(text, in: ZoneTests.newYork)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        ("2026-12-01", Zone.utc, "2026-12-02T00:00:00Z"), ("2028-02-28", .utc, "2028-02-29T00:00:00Z"),
        ("2026-12-31", .utc, "2027-01-01T00:00:00Z"), ("2026-12-01", ZoneTests.newYork, "2026-12-02T05:00:00Z"),
        ("2026-07-01", ZoneTests.newYork, "2026-07-02T04:00:00Z"),
        // The days on which clocks change there, and the days before.
        ("2026-03-07", ZoneTests.newYork, "2026-03-08T05:00:00Z"),
        ("2026-03-08", ZoneTests.newYork, "2026-03-09T04:00:00Z"),
        ("2026-10-31", ZoneTests.newYork, "2026-11-01T04:00:00Z"),
        ("2026-11-01", ZoneTests.newYork, "2026-11-02T05:00:00Z"),
    ])
    func `a day ends at the midnight that follows it`(_ day: String, _ zone: Zone, _ end: String) {
        #expect(InstantText.end(day, in: zone) == InstantText.read(end))
        #expect(InstantText.read(day) == nil)
    }

    @Test(arguments: [
        "", "tomorrow", "2026-2-1", "2026-02-29", "2026-12-01T", "2026-12-01T17:00", "2026-12-01 17:00Z",
        "2026-12-01T24:00Z",
        "2026-12-01T17:60Z", "2026-12-01T17:00:00.5Z", "2026-12-01T17:00+15:00", "2026-12-01T17:00Zx", "2026-12-01Z",
        "٢٠٢٦-١٢-٠١",
    ])
    func `is refused`(_ text: String) {
        #expect(InstantText.read(text) == nil)
        #expect(InstantText.end(text, in: .utc) == nil)
    }
}
