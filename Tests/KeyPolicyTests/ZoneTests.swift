import FoundationEssentials
import KeyPolicy
import Testing

struct ZoneTests {
    /// 2026 in New York: clocks go forward on 8 March at 07:00Z and back on 1 November at 06:00Z.
    static let newYork = Zone(
        name: "America/New_York", first: .init(at: .distantPast, offset: -18_000, abbreviation: "EST"),
        transitions: [
            .init(at: Date(timeIntervalSince1970: 1_793_512_800), offset: -18_000, abbreviation: "EST"),
            .init(at: Date(timeIntervalSince1970: 1_772_953_200), offset: -14_400, abbreviation: "EDT"),
        ])

    @Test(
        arguments: zip(
            [0, 1_772_953_199, 1_772_953_200, 1_793_512_799, 1_793_512_800, 4e9],
            ["EST", "EST", "EDT", "EDT", "EST", "EST"]))
    func `a transition holds from its instant on`(seconds: Double, name: String) {
        #expect(Self.newYork.standing(at: Date(timeIntervalSince1970: seconds)).abbreviation == name)
    }

    @Test func `UTC stands still`() {
        #expect(Zone.utc.standing(at: .distantPast).offset == 0)
        #expect(Zone.utc.standing(at: .distantFuture).abbreviation == "UTC")
    }
}
