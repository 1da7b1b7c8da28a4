import FoundationEssentials
import KeyPolicy
import KeyWatch

/// What became of one key, in one line.
struct InterventionText {
    private let report: InterventionReport

    init(_ report: InterventionReport) { self.report = report }

    /// Prints it, and returns the exit status.
    func show(_ terminal: Terminal) -> Int32 {
        for problem in report.problems { terminal.remark(problem) }
        for stop in report.stops { terminal.remark("\(stop.text) `\(stop.command)` ends it.") }
        switch report.outcome {
        case .done, .delivered:
            print(done)
            return report.problems.isEmpty ? 0 : 3
        case .failed(let why), .skipped(let why):
            Terminal.complain("\(subject) was left as it was, as far as is known: \(why)")
            return 1
        }
    }

    private var subject: String {
        let action = report.action
        return "\(action.key.id.masked) of \(action.user.name) in \(action.account.id)"
    }

    private var done: String {
        switch report.action.kind {
        case .restore(let restoration):
            restoration.until.map {
                "\(subject) is active until \($0.isoInstant); the first run after that deactivates it again, if nothing "
                    + "stands against it then."
                    + ((report.action.stop ?? report.stops.first) == nil
                        ? "" : " Deactivations there are stopped: it stays active while that lasts.")
            }
                ?? "\(subject) is active. No promise stands that would deactivate it again: the next round of notices "
                + "begins as usual."
        default: "\(subject): done."
        }
    }
}
