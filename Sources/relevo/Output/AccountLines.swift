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
            if let error = outcome.error { return terminal.styled("✗", .bad) + " \(name): unknown, \(error)" }
            return terminal.styled("✓", .good) + " \(name): read completely\(cost)"
        }.joined(separator: "\n")
    }
}
