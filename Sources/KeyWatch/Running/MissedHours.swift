import FoundationEssentials
import KeyPolicy

/// Notices that the job never runs within `policy.hours`, so that due keys are never deactivated.
struct MissedHours: Sendable {
    /// The count in a run's last event: keys that only the hours held.
    static let count = "outsideWorkingHours"
    /// Seconds: a weekly job shows within this.
    private static let memory: Double = 15 * Days.seconds

    let ledger: any EventLog
    let hours: WorkingHours

    /// From the second day on.
    ///
    /// - Parameters:
    ///   - held: keys that only the hours hold in this run.
    ///   - now: when this run decided.
    func problem(held: Int, at now: Date) async throws -> Problem? {
        guard held > 0 else { return nil }
        let ended = try await ledger.events(
            ofKind: .runEnded, in: .runs, since: now.addingTimeInterval(-Self.memory))
        let runs = ended.reversed().compactMap { event -> (at: Date, held: Int)? in
            guard case .run(.ended(_, _, let counts, _)) = event.body, let held = counts[Self.count] else { return nil }
            return (event.at, held)
        }.prefix { $0.held > 0 }
        guard hours.areMissed(by: [now] + runs.map(\.at)) else { return nil }
        return Problem(
            .hoursMissed,
            "\(held) \(held == 1 ? "key is" : "keys are") due, and none of the runs since "
                + "\((runs.map(\.at).min() ?? now).ISO8601Format()) fell within `policy.hours`: nothing is ever "
                + "deactivated this way. Schedule the job within these hours, or change them.")
    }
}
