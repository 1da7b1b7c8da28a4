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

    /// Clocks of Santiago skip midnight of 6 September 2026; those of the Azores show midnight of 25 October twice.
    private static func changing(_ before: Int, _ after: Int, at instant: String) throws -> Zone {
        Zone(
            name: "Here", first: .init(at: .distantPast, offset: before * 3_600, abbreviation: "A"),
            transitions: [
                .init(at: try #require(InstantText.read(instant)), offset: after * 3_600, abbreviation: "B")
            ])
    }

    @Test func `a day whose midnight is skipped ends when clocks skip it`() throws {
        let zone = try Self.changing(-4, -3, at: "2026-09-06T04:00Z")
        #expect(try zone.end(of: #require(CivilDate("2026-09-05"))) == InstantText.read("2026-09-06T04:00Z"))
        #expect(try zone.end(of: #require(CivilDate("2026-09-06"))) == InstantText.read("2026-09-07T03:00Z"))
    }

    @Test func `a day ends at the first of two midnights`() throws {
        // At 01:00 clocks go back to 00:00: it is midnight twice, and the day before is over at the first.
        let zone = try Self.changing(0, -1, at: "2026-10-25T01:00Z")
        #expect(try zone.end(of: #require(CivilDate("2026-10-24"))) == InstantText.read("2026-10-25T00:00Z"))
        // At 00:00 they go back to 23:00: the day goes on for an hour.
        let other = try Self.changing(0, -1, at: "2026-10-25T00:00Z")
        #expect(try other.end(of: #require(CivilDate("2026-10-24"))) == InstantText.read("2026-10-25T01:00Z"))
    }

    @Test func `UTC never changes`() {
        #expect(Zone.utc.standing(at: .distantPast).offset == 0)
        #expect(Zone.utc.standing(at: .distantFuture).abbreviation == "UTC")
    }
}
