import FoundationEssentials

/// Gets the credential report, waiting a little for one that is being made.
struct CredentialReportFetch: Sendable {
    let reader: any AccountReader
    let clock: RunClock

    /// Reports older than this say too little of what changed: AWS makes a new one every four hours.
    static let oldest: Double = 4.5 * 3_600
    private static let polls = 15
    private static let pause = 2.0

    /// The report, or the reason why everyone is listed instead; never throws, as the scan works without it.
    func fetch() async -> (CredentialReport?, problem: String?) {
        do {
            var progress = try await reader.prepareReport()
            var polls = 0
            while progress != .complete {
                guard polls < Self.polls else { throw ReportProblem.notReady }
                polls += 1
                try await clock.sleep(Self.pause)
                progress = try await reader.prepareReport()
            }
            let report = try await reader.report()
            let age = clock.policy().timeIntervalSince(report.generatedAt)
            guard age <= Self.oldest else {
                return (nil, "The credential report is \(Int(age / 3_600)) hours old")
            }
            return (report, nil)
        } catch let problem as ReportProblem {
            let text = "\(problem)"
            return (nil, text.prefix(1).uppercased() + text.dropFirst())
        } catch {
            return (nil, "The credential report could not be had (\(error))")
        }
    }
}
