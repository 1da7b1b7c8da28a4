import KeyPolicy
import KeyWatch

/// What became of the accounts: one line for all that were read completely, and one for all that share a fault.
struct AccountLines {
    private let outcomes: [ScanOutcome]
    private let calls: [String: Int]
    private let names: AccountNames

    init(_ outcomes: [ScanOutcome], calls: [String: Int] = [:]) {
        self.outcomes = outcomes
        self.calls = calls
        names = AccountNames(outcomes.map(\.account))
    }

    func text(_ terminal: Terminal) -> String {
        let failed = grouped(outcomes.compactMap { outcome in outcome.error.map { (outcome.account, $0) } })
        let lines = failed.map { line("✗", .bad, "\(names.listed($0)): unknown, \($1)", terminal) }
        return (lines + [complete(terminal)].compactMap(\.self)).joined(separator: "\n")
    }

    /// For standard error: what was remarked about the accounts, and why some are unknown.
    var remarks: [String] {
        let remarks = outcomes.flatMap { outcome in outcome.remarks.map { (outcome.account, $0) } }
        let said = grouped(remarks).map { accounts, remark in
            let subject =
                accounts.count == 1 ? accounts.map { "\($0.id) (\($0.name))" }.joined() : names.listed(accounts)
            return "\(subject): \(remark)"
        }
        return said + outcomes.compactMap(\.complaint)
    }

    private func complete(_ terminal: Terminal) -> String? {
        let complete = outcomes.filter(\.isComplete).map(\.account)
        guard !complete.isEmpty else { return nil }
        let sum = complete.reduce(0) { $0 + (calls[$1.id.rawValue] ?? 0) }
        let cost = sum == 0 ? "" : " (\(Totals.count(sum, "call")))"
        return line("✓", .good, "\(names.listed(complete)): read completely\(cost)", terminal)
    }

    /// The same sentence about several accounts once, in the order in which they first appear.
    private func grouped(_ said: [(Account, String)]) -> [([Account], String)] {
        var order: [String] = []
        var groups: [String: [(account: Account, sentence: String)]] = [:]
        for (account, sentence) in said {
            let general = GeneralText(account.id).text(sentence)
            if groups[general] == nil { order.append(general) }
            groups[general, default: []].append((account, sentence))
        }
        return order.map { general in
            let group = groups[general] ?? []
            return (group.map(\.account), group.count == 1 ? group[0].sentence : general)
        }
    }

    private func line(_ mark: String, _ style: Terminal.Style, _ text: String, _ terminal: Terminal) -> String {
        terminal.styled(mark, style) + terminal.wrapped("\(mark) \(TextTable.plain(text))").dropFirst(mark.count)
    }
}
