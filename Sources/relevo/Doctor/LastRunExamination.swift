import FoundationEssentials
import KeyPolicy
import KeyWatch

/// When Relevo last ran well.
struct LastRunExamination {
    private static let daysBack = 60.0
    /// A daily run, and some patience with it.
    private static let longest = 26.0 * 3_600

    let ledger: any EventLog
    let now: Date

    func check() async throws -> Check {
        let since = now.addingTimeInterval(-Self.daysBack * Days.seconds)
        let ended = try await ledger.events(ofKind: "runEnded", in: .runs, since: since).compactMap { event in
            if case .run(.ended(_, _, let status)) = event.body { (event, status) } else { nil }
        }
        guard let (last, status) = ended.last else {
            return .unknown(
                "last-run", "runs", "has not been seen in 60 days.",
                mend: "Run `relevo run` once a day, by cron or a timer.")
        }
        // Stopped by the alarm is a run that went well.
        let good = ended.last { [0, 4].contains($0.1) }?.0
        guard good?.run == last.run else {
            let before = good.map { "the last good one at \($0.at.isoInstant)" } ?? "none of the last 60 days was good"
            return .bad(
                "last-run", last.run.rawValue, "ended with \(status) at \(last.at.isoInstant); \(before).",
                mend: "`relevo history` and that run's summary in Slack say what went wrong.")
        }
        guard now.timeIntervalSince(last.at) <= Self.longest else {
            return .bad(
                "last-run", last.run.rawValue,
                "ended well, but at \(last.at.isoInstant), more than a day ago: nobody is being told.",
                mend: "See whether the daily job still runs.")
        }
        return .good("last-run", last.run.rawValue, "ended well at \(last.at.isoInstant).")
    }
}
