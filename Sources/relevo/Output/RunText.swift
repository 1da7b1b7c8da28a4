import KeyWatch

/// A finished run as a person reads it.
struct RunText {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    private func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }

    func text(_ terminal: Terminal) -> String {
        let summary = report.summary
        let counts = [
            counted(summary.noticesDelivered, "notice") + " delivered",
            counted(summary.deactivated, "key") + " deactivated",
            "\(report.plan.held.count) held", "\(summary.newKeys) new", "\(summary.rotated) rotated",
        ]
        let last = "run \(summary.run) · root \(summary.root ?? "-")"
        return [
            PlanText(report.plan, title: "Run of", outcomes: report.outcomes).text(terminal),
            terminal.styled(terminal.wrapped(counts.joined(separator: " · ")), .strong),
            terminal.styled(terminal.wrapped(last), .faint),
        ].joined(separator: "\n\n")
    }
}
