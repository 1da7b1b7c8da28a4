import FoundationEssentials
import KeyPolicy
import KeyWatch

/// A plan as text.
struct PlanText {
    private let plan: Plan
    private let outcomes: [String: ActionOutcome]
    private let title: String
    private let names: AccountNames

    init(_ plan: Plan, title: String = "Plan for", outcomes: [String: ActionOutcome] = [:]) {
        self.plan = plan
        self.title = title
        self.outcomes = outcomes
        names = AccountNames(plan)
    }

    func text(_ terminal: Terminal) -> String {
        var parts = [terminal.styled("\(title) \(plan.at.isoInstant)", .strong)]
        for stop in plan.stops {
            parts.append(terminal.styled(terminal.wrapped("\(stop.text) `\(stop.command)` ends it."), .strong))
        }
        parts.append(plan.actions.isEmpty && plan.weeklyList.isEmpty ? "Nothing to do." : actions(terminal))
        parts += reasons(terminal)
        if !plan.exemptions.isEmpty { parts.append(ExemptionTable(plan.exemptions).text(terminal)) }
        if let pace = plan.pace { parts.append(pace.sentences.map { terminal.wrapped($0) }.joined(separator: "\n")) }
        parts.append(AccountLines(plan.accounts).text(terminal))
        return parts.joined(separator: "\n\n")
    }

    private func actions(_ terminal: Terminal) -> String {
        var table = ActionTable(names, showsOutcomes: !outcomes.isEmpty)
        table.add(plan, outcomes: outcomes)
        return "\(table.text(terminal))\n\n\(Totals(counts: plan).text(terminal))"
    }

    /// Held keys, and the findings that are about no held key: each key once.
    private func reasons(_ terminal: Terminal) -> [String] {
        let held = plan.held.map { FoundKey(held: $0, among: plan.findings) }
        let told = held.flatMap(\.findings)
        let others = plan.findings.filter { !told.contains($0) }
        let found = held.count { !$0.findings.isEmpty }
        var parts: [String] = []
        if !held.isEmpty {
            let table = ReasonTable(held.map { .init($0, names) }).text(terminal)
            let totals = Totals(
                ["\(held.count) held", found == 0 ? nil : "\(Totals.count(found, "finding")) among them"] + waiting)
            parts.append("Held\n\(table)\n\n\(totals.text(terminal))")
        }
        if !others.isEmpty {
            let table = ReasonTable(others.map { .init($0, names) }).text(terminal)
            let totals = Totals([Totals.count(others.count, found == 0 ? "finding" : "other finding")])
            parts.append("\(found == 0 ? "Findings" : "Other findings")\n\(table)\n\n\(totals.text(terminal))")
        }
        return parts
    }

    private var waiting: [String?] {
        let codes = Dictionary(grouping: plan.held, by: \.reason.code).mapValues(\.count)
        return [
            codes[.rate].map { "\($0) waiting for their turn" }, codes[.alarm].map { "\($0) stopped by the alarm" },
        ]
    }
}

extension AccountNames {
    /// All accounts that a plan names.
    init(_ plan: Plan) {
        self.init(
            plan.accounts.map(\.account) + plan.actions.map(\.account) + plan.held.map(\.account)
                + plan.findings.map(\.account))
    }
}

extension Plan {
    /// Announcements, and the week's list of owners who can't be reached.
    var otherMessages: Int {
        actions.count - notices.count - deactivations.count + (weeklyList.isEmpty ? 0 : 1)
    }
}

extension Totals {
    /// What a plan would do.
    init(counts plan: Plan) {
        let notices = plan.notices
        let first = plan.deactivations.isEmpty ? notices.compactMap { $0.notice?.deadline }.min() : nil
        self.init([
            Totals.notices(notices),
            Totals.some(plan.deactivations.count, "deactivation"), Totals.some(plan.otherMessages, "other message"),
            first.map { "the earliest deadline is \($0.day)" },
        ])
    }

    /// Explains the mark of those that are not binding; nil for none.
    static func notices(_ notices: [PlannedAction]) -> String? {
        let loose = notices.count { $0.notice?.isBinding == false }
        let remark = loose == 0 ? "" : loose == notices.count ? " (none binding*)" : " (\(loose) not binding*)"
        return some(notices.count, "notice").map { $0 + remark }
    }
}

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
