import KeyWatch

/// A finished run as a person reads it.
struct RunText {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    func text(_ terminal: Terminal) -> String {
        let summary = report.summary
        let counts = [
            "\(summary.noticesDelivered) notices delivered", "\(summary.deactivated) keys deactivated",
            "\(report.plan.held.count) held", "\(summary.newKeys) new", "\(summary.rotated) rotated",
        ]
        let last = "run \(summary.run) · root \(summary.root ?? "-")"
        return [
            PlanText(report.plan, outcomes: report.outcomes).text(terminal),
            terminal.styled(counts.joined(separator: " · "), .strong), terminal.styled(last, .faint),
        ].joined(separator: "\n\n")
    }
}
