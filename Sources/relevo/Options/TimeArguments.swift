import FoundationEssentials
import KeyPolicy
import Settings

/// A day (12:00Z) or an ISO 8601 instant.
struct InstantArgument: ExplainedArgument {
    static let wanted = "a day such as 2026-03-31, or an instant such as 2026-03-31T12:00:00Z"

    let date: Date

    init?(argument: String) {
        if let day = CivilDate(argument) {
            date = Date(timeIntervalSince1970: Double(day.daysSince1970) * Days.seconds + 43_200)
        } else if let instant = InstantText.read(argument) {
            date = instant
        } else {
            return nil
        }
    }
}

/// An end: a day, up to its last second, or an ISO 8601 instant.
///
/// Keeps the text, because the zone in which a day ends is in the configuration, which is read later.
struct EndArgument: ExplainedArgument {
    static let wanted = InstantArgument.wanted

    let text: String

    init?(argument: String) {
        guard InstantText.end(argument, in: .utc) != nil else { return nil }
        text = argument
    }

    /// The first instant after the end.
    func end(in zone: Zone) -> Date { InstantText.end(text, in: zone) ?? .distantPast }

    /// The last instant before the end: the day's last second, or the instant itself.
    func last(in zone: Zone) -> Date {
        CivilDate(text) == nil ? end(in: zone) : end(in: zone).addingTimeInterval(-1)
    }
}

/// A time in hours or days, from an hour to 14 days: `24h`, `3d`.
struct DurationArgument: ExplainedArgument {
    static let wanted = "hours or days, such as 24h or 3d, from 1h to 14d"

    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["h": 3_600, "d": 86_400]
        guard let last = argument.last, let unit = units[last], argument.count <= 4,
            argument.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(argument.dropLast()),
            count >= 1
        else { return nil }
        let seconds = Double(count) * unit
        guard seconds <= 14 * 86_400 else { return nil }
        self.seconds = seconds
    }
}
