import FoundationEssentials

/// Gets the credential report, waiting a little for one that is being made.
struct CredentialReportFetch: Sendable {
    let reader: any AccountReader
    let clock: RunClock

    /// Reports older than this say too little of what changed: AWS makes a new one every four hours.
    static let oldest: Double = 4.5 * 3_600
    /// Seconds between questions: small reports are ready in a second, large ones take half a minute.
    private static let pauses = [0.5, 1, 1, 2, 2, 2, 3, 3, 3, 5, 5, 5, 5, 5]

    /// The report, or the reason why everyone is listed instead; never throws, as the scan works without it.
    func fetch() async -> (CredentialReport?, problem: String?) {
        do {
            var progress = try await reader.prepareReport()
            var pauses = Self.pauses.makeIterator()
            while progress != .complete {
                guard let pause = pauses.next() else { throw ReportProblem.notReady }
                try await clock.sleep(pause)
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
            return (nil, "The credential report could not be had (\("\(error)".clause))")
        }
    }
}
