import KeyWatch

/// A finished run as text.
struct RunText {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    func text(_ terminal: Terminal) -> String {
        let summary = report.summary
        let counts = [
            Totals.count(summary.noticesDelivered, "notice") + " delivered",
            Totals.count(summary.deactivated, "key") + " deactivated",
            "\(report.plan.held.count) held", "\(summary.newKeys) new", "\(summary.rotated) rotated",
        ]
        let last = "run \(summary.run) · root \(summary.root ?? "-")"
        return [
            PlanText(report.plan, title: "Run of", outcomes: report.outcomes).text(terminal),
            Totals(counts).text(terminal),
            terminal.styled(terminal.wrapped(last), .faint),
        ].joined(separator: "\n\n")
    }
}
