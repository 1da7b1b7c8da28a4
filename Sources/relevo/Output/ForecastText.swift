import KeyPolicy
import KeyWatch

/// The days ahead as a person reads them.
struct ForecastText {
    let plans: [Plan]
    /// Nil: the messages are not shown.
    let composer: (any Composer)?

    func text(_ terminal: Terminal) -> String {
        let busy = plans.filter(\.isBusy)
        let heading =
            "If nobody acts, from \(plans.first?.at.isoInstant ?? "-") to \(plans.last?.at.isoInstant ?? "-"):"
        guard !busy.isEmpty else { return "\(terminal.wrapped(heading))\n\nNothing happens." }
        return ([terminal.styled(terminal.wrapped(heading), .strong)] + busy.map { day($0, terminal) }).joined(
            separator: "\n\n")
    }

    private func day(_ plan: Plan, _ terminal: Terminal) -> String {
        var table = TextTable(["what", "account", "user", "key", "age", "to", "deadline"])
        for action in plan.actions { table.add(PlanText.cells(action)) }
        var lines = [terminal.styled(CivilDate(at: plan.at).text, .strong)]
        if !table.isEmpty { lines.append(table.text(terminal)) }
        let waiting = plan.turns.values.reduce(0, +)
        if waiting > 0 { lines.append("waiting for their turn: \(waiting) \(waiting == 1 ? "key" : "keys")") }
        if !plan.alarmed.isEmpty {
            let count = plan.alarmed.count
            lines.append(
                terminal.styled("stopped by the alarm: \(count) \(count == 1 ? "key" : "keys")", .warning))
        }
        if let composer { lines.append(MessagesText(plan: plan, composer: composer).text(terminal)) }
        return lines.joined(separator: "\n")
    }
}
