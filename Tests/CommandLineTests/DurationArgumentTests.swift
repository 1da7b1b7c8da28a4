import Testing

@testable import relevo

struct DurationArgumentTests {
    @Test(arguments: [("1h", 3_600), ("24h", 86_400), ("336h", 1_209_600), ("1d", 86_400), ("14d", 1_209_600)])
    func `hours and days`(text: String, seconds: Double) {
        #expect(DurationArgument(argument: text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "h", "d", "24", "0h", "0d", "-1h", "+1h", "1.5h", "1 h", " 1h", "24H", "1w", "1m", "60s", "337h", "15d",
        "9999h", "99999999999999999999h", "1hh", "٣h", "½d",
    ])
    func `nothing else, nothing under an hour, nothing over a fortnight`(text: String) {
        #expect(DurationArgument(argument: text) == nil)
    }
}
