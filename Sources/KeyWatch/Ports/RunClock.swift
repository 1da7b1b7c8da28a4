package import FoundationEssentials

/// The two clocks of a run. The policy clock decides and may be moved by `--on`; the wall clock times leases.
package struct RunClock: Sendable {
    /// In whole seconds, the precision of everything that is remembered.
    package let policy: @Sendable () -> Date
    package let wall: @Sendable () -> Date
    /// How far this machine's wire clock is ahead of AWS's, in seconds, at the worst so far; nil before any answer.
    package let aheadOfAWS: @Sendable () -> Double?
    package let sleep: @Sendable (Double) async throws -> Void

    package init(
        policy: @escaping @Sendable () -> Date, wall: @escaping @Sendable () -> Date,
        aheadOfAWS: @escaping @Sendable () -> Double?, sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.policy = policy
        self.wall = wall
        self.aheadOfAWS = aheadOfAWS
        self.sleep = sleep
    }

    /// The largest difference at which a deactivation is still allowed, in seconds; AWS refuses signatures beyond it.
    package static let tolerance: Double = 300

    package var agreesWithAWS: Bool { abs(aheadOfAWS() ?? 0) <= Self.tolerance }

    /// `instant` by whichever clock is earlier, ours or AWS's.
    package func earlier(_ instant: Date) -> Date { instant.addingTimeInterval(-max(0, aheadOfAWS() ?? 0)) }
}
