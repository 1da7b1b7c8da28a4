/// The checks as a person reads them: a line each, and a count.
struct DoctorText {
    private let checks: [Check]

    init(_ checks: [Check]) { self.checks = checks }

    func text(_ terminal: Terminal) -> String {
        (checks.map { line($0, terminal) } + ["", terminal.styled(count, .strong)]).joined(separator: "\n")
    }

    private func line(_ check: Check, _ terminal: Terminal) -> String {
        let (mark, style): (String, Terminal.Style) =
            switch check.verdict {
            case .good: ("✓", .good)
            case .bad: ("✗", .bad)
            case .unknown: ("–", .faint)
            }
        let mend = check.mend.map { " → \(TextTable.plain($0))" } ?? ""
        // Names and answers come from outside.
        let text = "\(mark) \(check.id) \(TextTable.plain(check.subject)): \(TextTable.plain(check.meaning))\(mend)"
        return terminal.styled(mark, style) + terminal.wrapped(text).dropFirst(mark.count)
    }

    private var count: String {
        let good = checks.count { $0.ok == true }
        let bad = checks.count { $0.ok == false }
        return "\(good) in order, \(bad) to mend, \(checks.count - good - bad) not checked."
    }
}
