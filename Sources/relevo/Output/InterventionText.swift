import FoundationEssentials
import KeyPolicy
import KeyWatch

/// The outcome of a request about one key, in one line.
struct InterventionText {
    private let report: InterventionReport

    init(_ report: InterventionReport) { self.report = report }

    /// Prints it, and returns the exit status.
    func show(_ terminal: Terminal) -> Int32 {
        for problem in report.problems { terminal.remark(problem) }
        for stop in report.stops { terminal.remark("\(stop.text) `\(stop.command)` ends it.") }
        switch report.outcome {
        case .done, .delivered:
            terminal.print(terminal.wrapped(done))
            return report.problems.isEmpty ? 0 : 3
        case .failed(let why), .skipped(let why):
            Terminal.complain("\(subject) was not changed, as far as Relevo knows: \(why)")
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
                "\(subject) is active until \($0.isoInstant); the first run after that deactivates it again, if the "
                    + "gate permits it then."
                    + ((report.action.stop ?? report.stops.first) == nil
                        ? "" : " Deactivations there are stopped: it stays active until they are resumed.")
            }
                ?? "\(subject) is active. No promise remains for which Relevo would deactivate it again: the next "
                + "round of notices starts as usual."
        default: "\(subject): done."
        }
    }
}

extension InterventionRefusal {
    /// Whether nothing had to be done.
    var isNoFault: Bool { if case .activeAlready = self { true } else { false } }
}

/// The outcome for each key when a run is undone, one line each.
struct RestoredRunText {
    private let report: RestoreRequests.RunReport

    init(_ report: RestoreRequests.RunReport) { self.report = report }

    /// Prints it, and returns the exit status: 0 when every key is active and everybody was notified, 1 when no key is, else 3.
    func show(_ terminal: Terminal) -> Int32 {
        var statuses: Set<Int32> = []
        for (address, result) in report.keys {
            switch result {
            case .success(let one): statuses.insert(InterventionText(one).show(terminal))
            case .failure(let refusal as InterventionRefusal) where refusal.isNoFault:
                terminal.print(terminal.wrapped("\(refusal)"))
                statuses.insert(0)
            case .failure(let error):
                Terminal.complain("\(address.key.masked) in \(address.account) was not changed: \(error)")
                statuses.insert(1)
            }
        }
        for problem in report.problems { terminal.remark(problem) }
        for stop in report.stops { terminal.remark("\(stop.text) `\(stop.command)` ends it.") }
        let before = report.activeAlready
        terminal.print(
            "\(report.restored) of \(report.keys.count) keys are active again"
                + (before == 0 ? "." : ", \(before) \(before == 1 ? "was" : "were") active already."))
        guard statuses == [0], report.problems.isEmpty else { return report.restored + before == 0 ? 1 : 3 }
        return 0
    }
}
