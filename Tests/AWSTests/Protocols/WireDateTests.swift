import FoundationEssentials
import Testing

@testable import AWS

struct WireDateTests {
    static let iso: [(text: String, seconds: Double?)] = [
        ("2026-11-24T06:39:00Z", 1_795_502_340), ("2026-11-24T06:39:00.250Z", 1_795_502_340.25),
        ("2026-11-24T06:39:00+00:00", 1_795_502_340), ("2026-11-24T08:39:00+02:00", 1_795_502_340),
        ("2026-11-24T01:39:00-0500", 1_795_502_340), ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
        ("2000-02-29T00:00:00Z", 951_782_400), ("2028-02-29T12:00:00Z", 1_835_438_400),
        ("2016-12-31T23:59:60Z", 1_483_228_800), ("2100-02-29T00:00:00Z", nil), ("2027-02-29T00:00:00Z", nil),
        ("2026-13-01T00:00:00Z", nil), ("2026-00-01T00:00:00Z", nil), ("2026-11-24T24:00:00Z", nil),
        ("2026-11-24T06:39:00", nil), ("2026-11-24", nil), ("2026-11-24T06:39:00.Z", nil), ("", nil), ("N/A", nil),
        ("2026-11-24T06:39:00Zx", nil), ("-026-11-24T06:39:00Z", nil), ("2026-11-24T06:39:0٠Z", nil),
    ]

    @Test(arguments: iso)
    func `reads ISO 8601`(_ text: String, _ seconds: Double?) {
        #expect(WireDate.iso8601(text) == seconds.map { Date(timeIntervalSince1970: $0) })
    }

    static let http: [(text: String, seconds: Double?)] = [
        ("Tue, 24 Nov 2026 06:39:00 GMT", 1_795_502_340), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sun, 6 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
        ("Tue, 24 Nov 2026 06:39:00 +0100", nil), ("Tue, 31 Nov 2026 06:39:00 GMT", nil), ("", nil), ("0", nil),
    ]

    @Test(arguments: http)
    func `reads Date headers`(_ text: String, _ seconds: Double?) {
        #expect(WireDate.http(text) == seconds.map { Date(timeIntervalSince1970: $0) })
    }

    @Test func `civil time converts in both directions`() {
        var random = SeededRandom(3)
        for _ in 0..<5_000 {
            let seconds = Int.random(in: -62_135_596_800...253_402_300_799, using: &random)
            let date = Date(timeIntervalSince1970: Double(seconds))
            #expect(CivilTime(date).date == date)
        }
    }

    @Test func `civil time is formatted without a calendar`() {
        #expect(CivilTime(ManualClock.start).basicFormat == "20261124T063900Z")
        #expect(CivilTime(Date(timeIntervalSince1970: 0.999)).basicFormat == "19700101T000000Z")
        #expect(CivilTime(Date(timeIntervalSince1970: -0.001)).basicFormat == "19691231T235959Z")
        #expect(CivilTime(Date(timeIntervalSince1970: .infinity)).year == 9_999)
        #expect(CivilTime(Date(timeIntervalSince1970: .nan)).year >= 1)
    }
}
