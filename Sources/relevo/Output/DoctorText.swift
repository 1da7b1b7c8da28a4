import Doctor
import FoundationEssentials
import KeyPolicy

/// The checks as text: one line for all healthy accounts, one for each other result, and each fix once at the end.
struct DoctorText {
    private let checks: [Check]
    private let groups: [CheckGroup]
    private let names: AccountNames
    private let isFailedOnly: Bool

    /// - Parameter isFailedOnly: whether only what needs fixing is shown.
    init(_ checks: [Check], isFailedOnly: Bool = false) {
        self.checks = checks
        groups = CheckGroup.groups(of: checks)
        self.isFailedOnly = isFailedOnly
        names = AccountNames(checks.compactMap(\.account))
    }

    func text(_ terminal: Terminal) -> String {
        var lines = lines(terminal)
        if !fixes.isEmpty {
            lines += ["", terminal.styled("To fix", .strong)]
            lines += fixes.enumerated().map { terminal.wrapped("\($0 + 1). \($1)") }
        }
        return (lines + ["", terminal.styled(count, .strong)]).joined(separator: "\n")
    }

    private func lines(_ terminal: Terminal) -> [String] {
        let shown = groups.filter { group in
            isFailedOnly ? !group.verdict.isHealthy : group.verdict != .good || group.accounts.isEmpty
        }
        let first = shown.firstIndex { !$0.accounts.isEmpty } ?? shown.firstIndex { $0.id == "clock" } ?? shown.count
        let healthy = isFailedOnly ? nil : healthyAccounts(terminal)
        return shown[..<first].map { line($0, terminal) } + [healthy].compactMap(\.self)
            + shown[first...].map { line($0, terminal) }
    }

    private func line(_ group: CheckGroup, _ terminal: Terminal) -> String {
        let (mark, style): (String, Terminal.Style) =
            switch group.verdict {
            case .good: ("✓", .good)
            case .bad: ("✗", .bad)
            case .warning: ("!", .warning)
            case .unknown: ("–", .faint)
            }
        return terminal.marked(
            mark, style, "\(group.id) \(subject(group)): \(group.meaning)\(pointer(group))")
    }

    private func subject(_ group: CheckGroup) -> String {
        if group.members.count == 1, let only = group.members.first { return only.subject }
        guard group.accounts.isEmpty else {
            return [group.action, names.listed(group.accounts)].filter { !$0.isEmpty }.joined(separator: " in ")
        }
        return group.members.grouped(by: \.place).map { place, members in
            guard let place else { return AccountNames.listed(members.map(\.subject)) }
            let users = members.map { $0.subject.split(separator: " in \(place)").joined() }
            return "\(AccountNames.listed(users)) in \(place)"
        }.joined(separator: "; ")
    }

    /// To the fix in the list at the end; advice about what works without it stays in its line.
    private func pointer(_ group: CheckGroup) -> String {
        guard let fix = group.verdict.fix else { return "" }
        guard !group.verdict.isHealthy, let number = fixes.firstIndex(of: TextTable.plain(fix)) else {
            return " → \(fix)"
        }
        return " → fix \(number + 1)"
    }

    /// Each fix once, in the order of the checks.
    private var fixes: [String] {
        var fixes: [String] = []
        for case let fix? in groups.filter({ !$0.verdict.isHealthy }).map(\.verdict.fix) {
            let plain = TextTable.plain(fix)
            if !fixes.contains(plain) { fixes.append(plain) }
        }
        return fixes
    }

    private func healthyAccounts(_ terminal: Terminal) -> String? {
        let byAccount = Dictionary(grouping: checks.filter { $0.account != nil }) { $0.account }
        let healthy = byAccount.filter { $0.value.allSatisfy(\.isHealthy) && $0.value.contains { $0.ok == true } }
        let accounts = healthy.keys.compactMap(\.self).sorted { $0.id < $1.id }
        guard !accounts.isEmpty else { return nil }
        let isTried = !groups.contains { group in
            !group.action.isEmpty && group.verdict == .unknown(fix: nil)
                && group.accounts.contains { accounts.contains($0) }
        }
        let calls = isTried ? "each role and call that a run needs" : "each role and call that was tried"
        return terminal.marked("✓", .good, "\(names.listed(accounts)): \(calls) is allowed.")
    }

    private var count: String {
        let warnings = checks.count { if case .warning = $0.verdict { true } else { false } }
        let bad = checks.count { $0.ok == false }
        let good = checks.count { $0.ok == true }
        return [
            "\(good) passed", "\(bad) failed", Totals.some(warnings, "warning"),
            "\(checks.count - good - bad - warnings) not checked",
        ].compactMap(\.self).joined(separator: ", ") + "."
    }
}
