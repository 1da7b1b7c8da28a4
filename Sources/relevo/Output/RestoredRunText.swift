import KeyPolicy
import KeyWatch

/// What became of each key of a run that was undone, a line each.
struct RestoredRunText {
    private let report: RestoreRequests.RunReport

    init(_ report: RestoreRequests.RunReport) { self.report = report }

    /// Prints it, and returns the exit status: 0 when every key is on again and everybody was told, 1 when none is, else 3.
    func show(_ terminal: Terminal) -> Int32 {
        var statuses: Set<Int32> = []
        for (address, result) in report.keys {
            switch result {
            case .success(let one): statuses.insert(InterventionText(one).show(terminal))
            case .failure(let error):
                Terminal.complain("\(address.key.masked) in \(address.account) was left as it was: \(error)")
                statuses.insert(1)
            }
        }
        for problem in report.problems { terminal.remark(problem) }
        for stop in report.stops { terminal.remark("\(stop.text) `\(stop.command)` ends it.") }
        print("\(report.restored) of \(report.keys.count) keys are active again.")
        guard statuses == [0], report.problems.isEmpty else { return report.restored == 0 ? 1 : 3 }
        return 0
    }
}
