import FoundationEssentials
import KeyPolicy
import KeyWatch

/// A plan as text.
struct PlanText {
    private let plan: Plan
    private let outcomes: [String: ActionOutcome]

    private let title: String

    init(_ plan: Plan, title: String = "Plan for", outcomes: [String: ActionOutcome] = [:]) {
        self.plan = plan
        self.title = title
        self.outcomes = outcomes
    }

    func text(_ terminal: Terminal) -> String {
        var parts = [terminal.styled("\(title) \(plan.at.isoInstant)", .strong)]
        for stop in plan.stops {
            parts.append(terminal.styled(terminal.wrapped("\(stop.text) `\(stop.command)` ends it."), .strong))
        }
        if plan.actions.isEmpty {
            parts.append("Nothing to do.")
        } else {
            var table = TextTable(["what", "account", "user", "key", "age", "to", "deadline", "outcome"])
            for action in plan.actions { table.add(row(action)) }
            parts.append(table.text(terminal))
        }
        if !plan.held.isEmpty {
            var table = TextTable(["held", "account", "user", "key", "age", "why"])
            for held in plan.held {
                table.add([
                    held.reason.code.rawValue, held.account.id.rawValue, held.user.name, held.key.id.masked,
                    "\(held.ageDays)", held.reason.text,
                ])
            }
            parts.append(table.text(terminal))
        }
        if !plan.findings.isEmpty {
            var table = TextTable(["finding", "account", "user", "key", "why"])
            for one in plan.findings {
                table.add([
                    one.kind.code, one.account.id.rawValue, one.user?.name ?? "-", one.key?.id.masked ?? "-", one.text,
                ])
            }
            parts.append(table.text(terminal))
        }
        if !plan.exemptions.isEmpty { parts.append(ExemptionTable(plan.exemptions).text(terminal)) }
        if let pace = plan.pace { parts.append(pace.sentences.map { terminal.wrapped($0) }.joined(separator: "\n")) }
        parts.append(AccountLines(plan.accounts).text(terminal))
        return parts.joined(separator: "\n\n")
    }

    private func row(_ action: PlannedAction) -> [String] { Self.cells(action) + [outcome(action)] }

    /// What is planned, for whom and until when.
    static func cells(_ action: PlannedAction) -> [String] {
        [
            what(action), action.account.id.rawValue, action.user.name, action.key.id.masked, "\(action.ageDays)",
            recipient(action), deadline(action) ?? "",
        ]
    }

    /// A person's name if the tags have one, else the id.
    private static func recipient(_ action: PlannedAction) -> String {
        if action.announcement?.row.isForChannelOnly ?? false { return Recipient.security.text }
        guard case .person(let id) = action.recipient else { return action.recipient.text }
        return action.user.owner.fullName ?? id.rawValue
    }

    private static func what(_ action: PlannedAction) -> String {
        switch action.kind {
        case .notice(let notice) where notice.isLast: "last notice"
        case .notice(let notice): "notice \(notice.stage)\(notice.isBinding ? "" : " (not binding)")"
        case .deactivate: "deactivate"
        case .announce(let announcement): announcement.row.label
        case .restore: "restore"
        }
    }

    private static func deadline(_ action: PlannedAction) -> String? {
        switch action.kind {
        case .notice(let notice): notice.deadline.isoInstant
        case .deactivate(_, let promise): promise.deadline.isoInstant
        case .announce(let announcement): announcement.row.day?.isoInstant
        case .restore(let restoration): restoration.until?.isoInstant
        }
    }

    private func outcome(_ action: PlannedAction) -> String {
        guard let outcome = outcomes[action.id] else { return "" }
        return outcome.error.map { "\(outcome.name): \($0)" } ?? outcome.name
    }
}

/// A finished run as text.
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
