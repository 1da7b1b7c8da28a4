import Foundation

/// An instant of a test's story, counted from noon UTC of its first day.
struct Day: Sendable {
    let instant: Date

    private static let first = Date(timeIntervalSince1970: 1_772_366_400)  // 2026-03-01T12:00:00Z

    init(_ number: Int, hour: Double = 0) {
        instant = Self.first.addingTimeInterval(Double(number) * 86_400 + hour * 3_600)
    }

    /// An instant counted from this minute, for a story in which somebody uses a command without `--on`.
    static func present(days: Double = 0) -> Day {
        Day(
            instant: Date(
                timeIntervalSince1970: (Date().timeIntervalSince1970 / 60).rounded(.down) * 60 + days * 86_400))
    }

    func later(hours: Double) -> Day { Day(instant: instant.addingTimeInterval(hours * 3_600)) }

    /// So that a key made then is as old as said at this instant.
    func before(days: Int) -> Day { Day(instant: instant.addingTimeInterval(-Double(days) * 86_400)) }

    var text: String { instant.ISO8601Format() }

    private init(instant: Date) { self.instant = instant }
}
