import FoundationEssentials

/// Instants as the page shows them, in UTC.
struct PageClock {
    let year: Int
    let month: Int
    let dayOfMonth: Int
    let weekday: Int
    /// `14:05`.
    let time: String
    private let epoch: Double

    init(epoch: Double) {
        self.epoch = epoch
        let text = Date(timeIntervalSince1970: epoch).ISO8601Format()
        let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
        year = parts.count == 3 ? parts[0] : 1970
        month = parts.count == 3 ? parts[1] : 1
        dayOfMonth = parts.count == 3 ? parts[2] : 1
        time = String(text.dropFirst(11).prefix(5))
        // Day 0 was a Thursday.
        let days = Int((epoch / 86_400).rounded(.down))
        weekday = ((days + 4) % 7 + 7) % 7
    }

    init(ts: String) {
        self.init(epoch: Double(ts) ?? 0)
    }

    /// `Monday, November 23, 2026`.
    var longDay: String { "\(Self.weekdays[weekday]), \(Self.months[month - 1]) \(dayOfMonth), \(year)" }

    /// `November 23, 2026`.
    private var day: String { "\(Self.months[month - 1]) \(dayOfMonth), \(year)" }

    /// `Nov 23, 2026`.
    var shortDay: String { "\(Self.months[month - 1].prefix(3)) \(dayOfMonth), \(year)" }

    /// `yesterday`, `today` or `tomorrow` as seen at `now`; nil on other days.
    private func near(_ now: Double) -> String? {
        switch (epoch / 86_400).rounded(.down) - (now / 86_400).rounded(.down) {
        case -1: "yesterday"
        case 0: "today"
        case 1: "tomorrow"
        default: nil
        }
    }

    /// Replaces the tokens of Slack's date format; the pretty ones say `today` where that is right at `now`.
    ///
    /// See <https://docs.slack.dev/messaging/formatting-message-text#date-formatting>.
    func formatted(_ format: String, now: Double) -> String {
        var out = ""
        var rest = format[...]
        while let open = rest.firstIndex(of: "{") {
            out += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            switch rest[rest.index(after: open)..<close] {
            case "date_num": out += "\(year)-\(Self.two(month))-\(Self.two(dayOfMonth))"
            case "date": out += day
            case "date_pretty": out += near(now) ?? day
            case "date_short": out += shortDay
            case "date_short_pretty": out += near(now) ?? shortDay
            case "date_long": out += longDay
            case "date_long_pretty": out += near(now) ?? longDay
            case "time": out += time
            case let other: out += "{\(other)}"
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
