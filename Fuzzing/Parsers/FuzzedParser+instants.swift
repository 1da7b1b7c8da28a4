import FoundationEssentials
import KeyPolicy

@testable import AWS

extension FuzzedParser {
    /// Instants and days in every form that is read: on the wire, in headers, in tags and on the command line.
    static let instants = FuzzedParser(
        name: "instants",
        words: [
            "2026-11-24T06:39:00Z", "2026-02-29", "0000-", "9999-12-31", "T", "Z", "z", "+00:00", "-14:00", "+23:59",
            ".123", ":60",
            "24:00", "Tue, 24 Nov 2026 06:39:00 GMT", " UTC", "Jan", "٣", "e9", "-0001",
        ]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        if let date = WireDate.iso8601(text) {
            // A day on either side of years 1 to 9999, for the offset.
            try check(date, seconds: -62_135_683_200...253_402_387_200)
            let civil = CivilTime(date)
            let back = civil.date
            try FuzzFinding.unless(
                back == nil || abs(back?.timeIntervalSince(date) ?? 0) <= 86_401, "\(text) is \(date), but \(civil)")
        }
        if let date = WireDate.http(text) { try check(date, seconds: -62_135_683_200...253_402_387_200) }
        if let day = CivilDate(text), let end = InstantText.end(text, in: zone) {
            func shown(_ instant: Date) -> CivilDate {
                CivilDate(at: instant, offset: zone.standing(at: instant).offset)
            }
            let isReadable = (86_400..<253_402_200_000).contains(end.timeIntervalSince1970)
            try FuzzFinding.unless(
                !isReadable || shown(end.addingTimeInterval(-1)) == day && shown(end) > day, "\(text) ends at \(end)")
        }
        if let date = InstantText.read(text) {
            try check(date, seconds: -86_400...253_402_387_200)
            let printed = date.formatted(.iso8601)
            let isReadable = (0..<253_402_300_800).contains(date.timeIntervalSince1970)
            try FuzzFinding.unless(
                !isReadable || InstantText.read(printed) == date, "\(text) is printed as \(printed)")
            let day = CivilDate(at: date)
            try FuzzFinding.unless(!isReadable || CivilDate(day.text) == day, "\(text) is on the day \(day.text)")
        }
    }

    /// Clocks that change twice a year.
    private static let zone = Zone(
        name: "America/New_York", first: .init(at: .distantPast, offset: -18_000, abbreviation: "EST"),
        transitions: [
            .init(at: Date(timeIntervalSince1970: 1_772_953_200), offset: -14_400, abbreviation: "EDT"),
            .init(at: Date(timeIntervalSince1970: 1_793_512_800), offset: -18_000, abbreviation: "EST"),
        ])

    private static func check(_ date: Date, seconds: ClosedRange<Double>) throws {
        try FuzzFinding.unless(seconds.contains(date.timeIntervalSince1970), "an instant out of bounds: \(date)")
    }
}
