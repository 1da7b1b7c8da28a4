import FoundationEssentials
import Testing

@testable import relevo

struct InstantArgumentTests {
    @Test(arguments: [
        ("2026-03-02", 1_772_452_800), ("2026-03-02T12:00:00Z", 1_772_452_800), ("2024-02-29", 1_709_208_000),
        ("2026-03-02T00:00:00Z", 1_772_409_600), ("2026-03-02T14:00:00+02:00", 1_772_452_800),
    ])
    func `a day is noon UTC, an instant is itself`(text: String, seconds: Double) {
        #expect(InstantArgument(argument: text)?.date == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: [
        "", "today", "2026-02-30", "2026-3-2", "02.03.2026", "2026-03-02 12:00", "1772452800", "2026-03-02T25:00:00Z",
        "2026-02-30T12:00:00Z",
    ])
    func `anything else is refused`(text: String) {
        #expect(InstantArgument(argument: text) == nil)
    }
}
