package import FoundationEssentials
import KeyPolicy

/// The time in which a message that was meant to be sent can stand in Slack, so that a look-up reads hours and not years.
///
/// Every try has an instant of its own in the ledger, and a run sends for an hour at most; the rest is for clocks that
/// differ.
package enum SendWindow {
    private static let slack: Double = 3_600

    package static func around(_ meant: Date) -> ClosedRange<Date> {
        meant.addingTimeInterval(-slack)...meant.addingTimeInterval(Gate.longestRun + 2 * slack)
    }
}
