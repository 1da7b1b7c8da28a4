import FoundationEssentials
import KeyPolicy
import KeyWatch

/// A forecast as text: what would be done on each day, and the totals by day.
struct ForecastText {
    let plans: [Plan]
    /// Nil: the messages are not shown.
    var messages: MessagesText?

    func text(_ terminal: Terminal) -> String {
        let heading = terminal.styled(
            terminal.wrapped(
                "If nobody acts, from \(plans.first?.at.isoInstant ?? "-") to \(plans.last?.at.isoInstant ?? "-"):"),
            .strong)
        let busy = plans.filter(\.isBusy)
        guard !busy.isEmpty else { return "\(heading)\n\nNothing happens." }
        let parts = messages == nil ? [table(busy, terminal)] : busy.map { day($0, terminal) }
        return ([heading] + parts + [DayTotals(busy).text(terminal)]).joined(separator: "\n\n")
    }

    private func table(_ busy: [Plan], _ terminal: Terminal) -> String {
        var table = ActionTable(names)
        for plan in busy {
            table.addHeading(title(plan))
            table.add(plan)
        }
        return table.text(terminal)
    }

    private func day(_ plan: Plan, _ terminal: Terminal) -> String {
        var table = ActionTable(names)
        table.add(plan)
        return [
            terminal.styled(terminal.wrapped(title(plan)), .strong), table.text(terminal),
            messages?.text(of: plan, terminal) ?? "",
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var names: AccountNames {
        AccountNames(
            plans.flatMap { $0.accounts.map(\.account) + $0.actions.map(\.account) + $0.weeklyList.map(\.account) })
    }

    private func title(_ plan: Plan) -> String {
        let waiting = plan.turns.values.reduce(0, +)
        let notes = [
            waiting == 0 ? nil : "waiting for their turn: \(Totals.count(waiting, "key"))",
            plan.alarmed.isEmpty ? nil : "stopped by the alarm: \(Totals.count(plan.alarmed.count, "key"))",
        ].compactMap(\.self)
        return ([plan.at.day] + notes).joined(separator: " · ")
    }
}

/// How much would be done on each day of a forecast.
struct DayTotals {
    private let plans: [Plan]

    init(_ plans: [Plan]) { self.plans = plans }

    func text(_ terminal: Terminal) -> String {
        var table = TextTable([
            .whole("day"), .whole("notices"), .whole("deactivations"), .whole("other"), .whole("waiting"),
            .whole("stopped"),
        ])
        let days = plans.map { plan in
            [
                plan.notices.count, plan.deactivations.count, plan.otherMessages,
                plan.turns.values.reduce(0, +), plan.alarmed.count,
            ]
        }
        for (plan, counts) in zip(plans, days) {
            table.add([.init(plan.at.day)] + counts.map { .init($0 == 0 ? "" : "\($0)") })
        }
        let sums = days.reduce([0, 0, 0, 0, 0]) { zip($0, $1).map(+) }
        let totals = Totals([
            Totals.notices(plans.flatMap(\.notices)), Totals.some(sums[1], "deactivation"),
            Totals.some(sums[2], "other message"),
        ])
        return "\(table.text(terminal))\n\n\(totals.text(terminal))"
    }
}
