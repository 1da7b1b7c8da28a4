import FoundationEssentials

@testable import KeyPolicy
@testable import Settings

extension FuzzedParser {
    /// Zone files as systems keep them.
    static let zoneFile = FuzzedParser(
        name: "zone-file",
        words: [
            "TZif", "TZif2", "TZif3", "\n", "<-05>5\n", "EST5EDT,M3.2.0,M11.1.0\n", "LMT\0", "\0\0\0\u{1}", "\0\0\0\0",
        ]
    ) { bytes in
        let zone: Zone
        do throws(SettingsError) { zone = try ZoneFile.zone(named: "Some/Where", bytes: bytes) } catch {
            return try FuzzFinding.unlessPrintable(error.description)
        }
        try check(zone)
    }

    /// The rule in a zone file's last line.
    static let zoneRule = FuzzedParser(
        name: "zone-rule",
        words: [
            "EST5EDT", ",M3.2.0", ",M11.1.0", ",M3.5.0/1", ",J60", ",J365", ",0", ",365", "/167", "/-167", "<-05>",
            "<+0545>", "-5:45",
            ":59:59", "24", "WET0WEST",
        ]
    ) { bytes in
        guard let rule = ZoneRule(String(decoding: bytes, as: UTF8.self)) else { return }
        for end in [Int64.min, -1, 0, 1_800_000_000, 4_199_999_999, 1 << 53, Int64.max] {
            let changes = rule.transitions(after: end, through: ZoneFile.lastYear)
            try FuzzFinding.unless(changes.count <= 2 * (ZoneFile.lastYear - 1969), "\(changes.count) transitions")
            try FuzzFinding.unless(
                zip(changes, changes.dropFirst()).allSatisfy { $0.at < $1.at }, "transitions out of order")
            for change in changes {
                try FuzzFinding.unless(change.at > end, "a transition before the table's end")
                try FuzzFinding.unless(rule.offsets.contains(change.offset), "an offset of no part of the rule")
            }
        }
        try FuzzFinding.unless(
            rule.offsets.allSatisfy { (-89_999...93_599).contains($0) }, "offsets of \(rule.offsets)")
    }

    private static func check(_ zone: Zone) throws {
        let hours = WorkingHours(zone: zone, days: [1, 2, 3], from: 540, to: 960, holidays: [])
        for seconds in [-1e11, -1e9, 0, 1.7e9, 1.8e9, 4.1e9, 2.5e11] {
            let instant = Date(timeIntervalSince1970: seconds)
            let standing = zone.standing(at: instant)
            try FuzzFinding.unless((-89_999...93_599).contains(standing.offset), "clocks \(standing.offset) s off")
            try FuzzFinding.unless(
                standing.abbreviation.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "an abbreviation that isn't plain"
            )
            _ = hours.contains(instant)
            _ = CivilDate(at: instant, offset: standing.offset).text
        }
    }
}
