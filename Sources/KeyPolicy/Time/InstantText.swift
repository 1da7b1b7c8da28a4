package import FoundationEssentials

/// Reads the two ways of writing a time: a day, or an ISO 8601 instant.
package enum InstantText {
    /// The end of something given as a day or an instant. A day (`2026-12-01`) is over at its end, the midnight that
    /// follows it in `zone`: the same instant in the configuration, in tags and on the command line.
    package static func end(_ text: String, in zone: Zone) -> Date? {
        CivilDate(text).map(zone.end) ?? read(text)
    }

    /// An instant such as `2026-12-01T17:00Z`, with seconds and with an offset such as `-05:00` if wanted. Nil for
    /// everything else, also for a day alone.
    package static func read(_ text: String) -> Date? {
        guard text.utf8.count <= 25 else { return nil }
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let date = CivilDate(String(parts[0])),
            let mark = parts[1].firstIndex(where: { "Z+-".contains($0) }),
            let time = seconds(parts[1][..<mark], parts: 2...3), let offset = offset(parts[1][mark...])
        else { return nil }
        return Date(timeIntervalSince1970: Double(date.daysSince1970) * Days.seconds + Double(time - offset))
    }

    private static func offset(_ text: Substring) -> Int? {
        if text == "Z" { return 0 }
        guard let seconds = seconds(text.dropFirst(), parts: 2...2), seconds <= 14 * 3_600 else { return nil }
        return text.hasPrefix("+") ? seconds : text.hasPrefix("-") ? -seconds : nil
    }

    /// `HH:MM` or `HH:MM:SS`, before midnight.
    private static func seconds(_ text: Substring, parts range: ClosedRange<Int>) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard range.contains(parts.count),
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }
}
