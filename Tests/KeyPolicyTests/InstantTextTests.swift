import FoundationEssentials
import KeyPolicy
import Testing

struct InstantTextTests {
    @Test(
        arguments: [
            ("1970-01-01", 0), ("2026-12-01", 1_796_083_200), ("2026-12-01T17:00:00Z", 1_796_144_400),
            ("2026-12-01T17:00Z", 1_796_144_400), ("2026-12-01T12:00:00-05:00", 1_796_144_400),
            ("2026-12-01T22:45:30+05:45", 1_796_144_430), ("2028-02-29", 1_835_395_200),
        ] as [(String, Double)])
    func `is read`(_ text: String, _ seconds: Double) {
        #expect(InstantText.read(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "tomorrow", "2026-2-1", "2026-02-29", "2026-12-01T", "2026-12-01T17:00", "2026-12-01 17:00Z",
        "2026-12-01T24:00Z",
        "2026-12-01T17:60Z", "2026-12-01T17:00:00.5Z", "2026-12-01T17:00+15:00", "2026-12-01T17:00Zx", "2026-12-01Z",
        "٢٠٢٦-١٢-٠١",
    ])
    func `is refused`(_ text: String) {
        #expect(InstantText.read(text) == nil)
    }
}
