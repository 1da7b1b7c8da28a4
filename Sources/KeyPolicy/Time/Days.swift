package import FoundationEssentials

extension Date {
    /// The instant without its fraction of a second, the precision of all that is remembered and compared. IAM may tell a date
    /// with a fraction in one answer and without it in another, as the credential report does.
    package var wholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}

/// Arithmetic with days of 86,400 seconds, the only kind of day a key's age knows.
package enum Days {
    package static let seconds: Double = 86_400

    /// Whole days from one instant to another, rounded down, also before zero.
    package static func whole(from start: Date, to end: Date) -> Int {
        Int((end.timeIntervalSince(start) / seconds).rounded(.down))
    }

    package static func after(_ days: Int, _ start: Date) -> Date {
        start.addingTimeInterval(Double(days) * seconds)
    }
}
