import FoundationEssentials
import KeyPolicy
import Settings
import Testing

struct ZoneFileTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let file: [UInt8]
        let instant: String
        let offset: Int
        let abbreviation: String

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        // Lima keeps its clocks.
        Case(
            name: "Lima in winter", file: ZoneFixture.lima, instant: "2026-07-01T00:00Z", offset: -18_000,
            abbreviation: "-05"),
        Case(
            name: "Lima in summer", file: ZoneFixture.lima, instant: "2026-12-25T00:00Z", offset: -18_000,
            abbreviation: "-05"),
        Case(
            name: "Lima in 2099", file: ZoneFixture.lima, instant: "2099-12-25T00:00Z", offset: -18_000,
            abbreviation: "-05"),
        Case(
            name: "Lima from an older system", file: ZoneFixture.fatLima, instant: "2026-12-25T00:00Z", offset: -18_000,
            abbreviation: "-05"),
        // New York changes on 8 March and 1 November 2026, far after the table's last transition in 2007.
        Case(
            name: "New York, a second before summer", file: ZoneFixture.newYork, instant: "2026-03-08T06:59:59Z",
            offset: -18_000, abbreviation: "EST"),
        Case(
            name: "New York, summer", file: ZoneFixture.newYork, instant: "2026-03-08T07:00:00Z", offset: -14_400,
            abbreviation: "EDT"),
        Case(
            name: "New York, a second before winter", file: ZoneFixture.newYork, instant: "2026-11-01T05:59:59Z",
            offset: -14_400, abbreviation: "EDT"),
        Case(
            name: "New York, winter", file: ZoneFixture.newYork, instant: "2026-11-01T06:00:00Z", offset: -18_000,
            abbreviation: "EST"),
        Case(
            name: "New York in 2100", file: ZoneFixture.newYork, instant: "2100-07-01T00:00Z", offset: -14_400,
            abbreviation: "EDT"),
        Case(
            name: "New York in the table", file: ZoneFixture.newYork, instant: "2007-03-11T07:00Z", offset: -14_400,
            abbreviation: "EDT"),
        Case(
            name: "New York before the table", file: ZoneFixture.newYork, instant: "1990-01-01T00:00Z", offset: -17_762,
            abbreviation: "LMT"),
        // London changes on 29 March and 25 October 2026, at 01:00 UTC both times.
        Case(
            name: "London, a second before summer", file: ZoneFixture.london, instant: "2026-03-29T00:59:59Z",
            offset: 0,
            abbreviation: "GMT"),
        Case(
            name: "London, summer", file: ZoneFixture.london, instant: "2026-03-29T01:00:00Z", offset: 3_600,
            abbreviation: "BST"),
        Case(
            name: "London, a second before winter", file: ZoneFixture.london, instant: "2026-10-25T00:59:59Z",
            offset: 3_600, abbreviation: "BST"),
        Case(
            name: "London, winter", file: ZoneFixture.london, instant: "2026-10-25T01:00:00Z", offset: 0,
            abbreviation: "GMT"),
        // Quarters of an hour exist.
        Case(
            name: "Kathmandu", file: ZoneFixture.kathmandu, instant: "2026-01-01T00:00Z", offset: 20_700,
            abbreviation: "+0545"
        ),
    ]

    @Test(arguments: cases)
    func `clocks show the local time`(_ place: Case) throws {
        let zone = try ZoneFile.zone(named: "Some/Where", bytes: place.file)
        let standing = try zone.standing(at: #require(InstantText.read(place.instant)))
        #expect(standing.offset == place.offset)
        #expect(standing.abbreviation == place.abbreviation)
        #expect(zone.name == "Some/Where")
    }

    @Test func `working hours follow the change of clocks`() throws {
        let zone = try ZoneFile.zone(named: "America/New_York", bytes: ZoneFixture.newYork)
        let hours = WorkingHours(zone: zone, days: [1, 2, 3, 4, 5], from: 540, to: 960, holidays: [])
        #expect(try hours.contains(#require(InstantText.read("2026-03-09T13:00Z"))))
        #expect(try !hours.contains(#require(InstantText.read("2026-03-06T13:59Z"))))
        #expect(try hours.contains(#require(InstantText.read("2026-03-06T14:00Z"))))
    }

    @Test(arguments: [
        ("nothing", [UInt8](), "it is not a TZif file"),
        ("a text", Array("EST5EDT\n".utf8), "it is not a TZif file"),
        (
            "a cut table", Array(ZoneFixture.newYork.prefix(120)),
            "its table is damaged, cut off, or counts leap seconds"
        ),
        ("a cut last line", Array(ZoneFixture.newYork.dropLast(3)), "its last line is damaged"),
        ("something after the last line", ZoneFixture.newYork + [0x0A], "its last line is damaged"),
        (
            "a rule that is no rule", Array(ZoneFixture.newYork.dropLast(2)) + Array("x\n".utf8),
            "the rule in its last line can't be read"
        ),
        (
            "a rule of another zone", Array(ZoneFixture.lima.dropLast(2)) + Array("6\n".utf8),
            "its table and the rule in its last line disagree"
        ),
        ("a huge file", [UInt8](repeating: 0x54, count: 100_001), "it is larger than 100000 bytes"),
    ])
    func `a damaged file is refused`(_ name: String, _ bytes: [UInt8], _ why: String) {
        #expect(throws: SettingsError.zoneFile(zone: "X", why: why)) { try ZoneFile.zone(named: "X", bytes: bytes) }
    }

    @Test func `no mangled file crashes the reader`() {
        var random = SeededRandom(seed: 8_536)
        var refused = 0
        for _ in 0..<5_000 {
            for file in [ZoneFixture.newYork, ZoneFixture.fatLima] {
                let bytes = random.mangled(file)
                if let zone = try? ZoneFile.zone(named: "X", bytes: bytes) {
                    _ = zone.standing(at: Date(timeIntervalSince1970: 1_790_000_000))
                } else {
                    refused += 1
                }
            }
        }
        #expect(refused > 1_000)
    }
}
