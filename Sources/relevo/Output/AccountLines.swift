import KeyPolicy
import KeyWatch

/// One line per account: read completely or not, and what it took.
struct AccountLines {
    private let outcomes: [ScanOutcome]
    private let calls: [String: Int]

    init(_ outcomes: [ScanOutcome], calls: [String: Int] = [:]) {
        self.outcomes = outcomes
        self.calls = calls
    }

    func text(_ terminal: Terminal) -> String {
        outcomes.map { outcome in
            let name = "\(outcome.account.id) \(TextTable.plain(outcome.account.name))"
            let cost = calls[outcome.account.id.rawValue].map { " (\($0) calls)" } ?? ""
            guard let error = outcome.error else {
                return line("✓", .good, "\(name): read completely\(cost)", terminal)
            }
            return line("✗", .bad, "\(name): unknown, \(TextTable.plain(error))", terminal)
        }.joined(separator: "\n")
    }

    private func line(_ mark: String, _ style: Terminal.Style, _ text: String, _ terminal: Terminal) -> String {
        terminal.styled(mark, style) + terminal.wrapped("\(mark) \(text)").dropFirst(mark.count)
    }
}
